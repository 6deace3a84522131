import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { watchCollections } from './collections';

const heaps = ['as it is', 'collected', 'rested'] as const;

/**
 * What V8 does with n8n's heap before a run. _Collected_ is for memory: garbage is collected after the run
 * too. V8 forgets optimised code on the way, so that such a run takes longer than one of an n8n at work.
 * _Rested_ gives memory back, as V8 does in an n8n that has no work.
 */
export type Heap = (typeof heaps)[number];

/** Fails for anything else. */
export function heapOf(value: unknown): Heap {
	const heap = heaps.find((each) => each === value);
	if (heap === undefined) throw new Error(`There is no heap that is ${String(value)}.`);
	return heap;
}

/** Brings n8n's heap into the state in which a run is to begin. */
export async function settle(heap: Heap): Promise<void> {
	if (heap === 'collected') await collect('regular');
	if (heap === 'rested') await collect('last-resort');
}

/** The last resort leaves young objects as little room as after the start. */
type Flavor = 'regular' | 'last-resort';

interface Collecting {
	readonly type: 'major';
	readonly execution: 'sync';
	readonly flavor: Flavor;
}

setFlagsFromString('--expose-gc');
const exposed: unknown = runInNewContext('gc');

/** Fails if V8 collected less than the whole heap: an unclear wish makes it collect young objects alone. */
async function collect(flavor: Flavor): Promise<void> {
	if (!isCollector(exposed)) throw new Error('This Node does not give its collector.');
	const collections = watchCollections();
	exposed({ type: 'major', execution: 'sync', flavor });
	exposed({ type: 'major', execution: 'sync', flavor });
	if ((await collections()).length === 0) throw new Error("V8 did not collect n8n's whole heap.");
}

function isCollector(value: unknown): value is (how: Collecting) => void {
	return typeof value === 'function';
}
