import { refuse, type Settled } from '../shared/delivery/job';
import { inputFailure, type Failure, type InputError } from '../shared/failure';
import type { RunContext } from '../shared/n8n/operation';
import { suspicious } from './guards';
import { unitsOf } from './prepare';
import type { Settings } from './settings';
import { readStore, type Upload, type Uploads } from './uploads';

/**
 * Refuses what may not be sent, and returns the uploads that may. In stock, refused items fail alone.
 * A full sync is everything or nothing: it replaces a catalog, and a part of it would delete the rest.
 */
export async function* refuseParts(
	run: RunContext,
	settings: Settings,
	{ all, refused }: Uploads,
): AsyncGenerator<Settled<never>, readonly Upload[]> {
	const [first, ...others] = refused;
	if (settings.syncMode === 'stock') {
		for (const { index, failure } of refused) yield refuse([index], failure);
		return all;
	}
	if (first !== undefined) {
		const failure = refusalOfAll(first.failure, others.length);
		const groups = await groupItems(run, settings);
		for (const indexes of groups) yield refuse(indexes, failure, indexes.length);
		return [];
	}
	const counts = new Map<string, number>();
	for (const { storeKey } of all) counts.set(storeKey, (counts.get(storeKey) ?? 0) + 1);
	const whole: Upload[] = [];
	for (const upload of all) {
		if (run.timeSlice.isOver()) await run.timeSlice.yieldToEventLoop();
		const problem = findProblem(run, upload, counts.get(upload.storeKey) === 1);
		if (problem === null) whole.push(upload);
		else yield refuse(upload.indexes, inputFailure(problem, null), unitsOf(upload.content));
	}
	return whole;
}

/** The failure of the first refused item, which ends all others as well. */
function refusalOfAll(first: Failure, others: number): Failure {
	const more = others === 0 ? '' : ` (${others} more refused)`;
	return {
		...first,
		message: first.message + more,
		description: `${first.description} Not sent, since a full sync replaces the whole catalog of a store, and an item of the run was refused.`,
	};
}

/** All items of the run, by the uploads that they would have been part of. */
async function groupItems(
	run: RunContext,
	{ source }: Settings,
): Promise<Iterable<readonly number[]>> {
	const groups = new Map<string, number[]>();
	const keyOf = (index: number) => {
		try {
			const { storeKey } = readStore(run, index);
			// A later run of this node would send a part of the catalog.
			run.earlierRuns.claim(storeKey);
			return source === 'file' ? String(index) : storeKey;
		} catch {
			return String(index);
		}
	};
	for (const index of run.items.keys()) {
		if (run.timeSlice.isOver()) await run.timeSlice.yieldToEventLoop();
		const key = keyOf(index);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [index]);
		else group.push(index);
	}
	return groups.values();
}

/** Why a full sync would replace a catalog by a part of it; null if it would not. */
function findProblem(
	run: RunContext,
	{ storeId, storeKey }: Upload,
	isOnly: boolean,
): InputError | null {
	const isFirst = run.earlierRuns.claim(storeKey);
	if (run.executesOnce) {
		return suspicious(
			'Execute Once hands only the first input item to this node, so a full sync would replace the catalog by a part of it.',
			"Switch Execute Once off in the node's settings.",
		);
	}
	if (!isFirst) {
		return suspicious(
			`The store "${storeId}" was already the target of a full sync in this execution, by an earlier run of this node, another Kainic Catalog node or a sub-workflow. Each would replace what the one before uploaded. If that one was accepted, the catalog now holds only its products.`,
			'Collect all products before this node: connect it to the Done output of Loop Over Items (with one wire back to the loop), join branches with a Merge or an Aggregate node, and call a sub-workflow once with all items.',
		);
	}
	if (isOnly) return null;
	return suspicious(
		`Several uploads are for the store "${storeId}", but in a full sync only the last one would remain.`,
		'Give all products of a store in one file, and with one credential.',
	);
}
