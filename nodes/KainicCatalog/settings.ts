import { InputProblem } from '../shared/failure';
import type { Setup } from '../shared/n8n/operation';
import type { Parameters } from '../shared/n8n/parameters';
import { isAbsent, nameOf } from '../shared/values';
import type { SyncMode } from './guards';

/** What holds for all uploads of a run. */
export interface Settings {
	readonly syncMode: SyncMode;
	/** Bytes that a request may have. */
	readonly limit: number;
	readonly splitsStock: boolean;
	readonly validatesOnly: boolean;
}

const megabyte = 1_048_576;
const hostMegabytes = 32;

/** Reads them. Throws an InputProblem for one that is out of range. */
export function readSettings({ parameters, runsAsTool }: Setup): Settings {
	const syncMode = readSyncMode(parameters);
	if (syncMode === 'full' && runsAsTool) {
		throw new InputProblem('An AI agent may not replace a whole catalog.', {
			advice: 'Choose the sync mode Stock for the tool.',
		});
	}
	const fromItems = parameters.value('productSource', 0) === 'inputItems';
	return {
		syncMode,
		limit: Math.floor(readMegabytes(parameters.value('options.maxFileMegabytes', 0)) * megabyte),
		splitsStock: syncMode === 'stock' && fromItems && parameters.flag('options.splitStock'),
		validatesOnly: parameters.flag('options.validateOnly'),
	};
}

/** Anything but the two modes is refused: to take it for one could replace a catalog. */
export function readSyncMode(parameters: Parameters): SyncMode {
	const found = parameters.value('syncMode', 0);
	if (found === 'full' || found === 'stock') return found;
	throw new InputProblem(`Sync Mode is ${nameOf(found)}, but it must be full or stock.`);
}

function readMegabytes(value: unknown): number {
	const megabytes = isAbsent(value) ? hostMegabytes : Number(value);
	if (typeof value !== 'boolean' && Number.isFinite(megabytes) && megabytes > 0) return megabytes;
	throw new InputProblem('The option "Maximum Megabytes" must be a number above 0.');
}
