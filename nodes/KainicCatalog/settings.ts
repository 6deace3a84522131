import { InputError } from '../shared/failure';
import type { RunContext } from '../shared/n8n/operation';
import { nameOf } from '../shared/values';

export type SyncMode = 'full' | 'stock';

/** Parameters with one value for the whole run. */
export interface Settings {
	readonly syncMode: SyncMode;
	readonly source: 'inputItems' | 'file' | 'json';
	/** Maximum bytes of a request. */
	readonly limit: number;
	readonly splitsStock: boolean;
	readonly validatesOnly: boolean;
}

export const megabyte = 1_048_576;
const hostMegabytes = 32;

/** Reads the settings. Throws an InputError that names the one that is not valid. */
export function readSettings({ options, runsAsTool }: RunContext): Settings {
	const syncMode = readSyncMode(options.value('syncMode'), runsAsTool);
	const source = readSource(options, runsAsTool);
	const megabytes = options.number('options.maxFileMegabytes', 'Maximum Megabytes', hostMegabytes);
	if (megabytes <= 0) {
		throw new InputError(`Maximum Megabytes is ${megabytes}, but it must be more than 0.`);
	}
	const splits = options.flag('options.splitStock', 'Split Stock');
	return {
		syncMode,
		source,
		limit: Math.floor(megabytes * megabyte),
		splitsStock: syncMode === 'stock' && source === 'inputItems' && splits,
		validatesOnly: options.flag('options.validateOnly', 'Validate Only'),
	};
}

/** Refuses any other value: a wrong guess could replace a catalog. */
function readSyncMode(found: unknown, runsAsTool: boolean): SyncMode {
	if (found === 'full' && runsAsTool) {
		throw new InputError('An AI agent may not replace a whole catalog.', {
			advice: 'Choose the sync mode Stock for the tool.',
		});
	}
	if (found === 'full' || found === 'stock') return found;
	throw new InputError(`Sync Mode is ${nameOf(found)}, but it must be full or stock.`);
}

/** The input item of a tool is the tool call of the agent, which is not a product. */
function readSource(options: RunContext['options'], runsAsTool: boolean): Settings['source'] {
	const label = 'Product Source';
	if (!runsAsTool) return options.choice('productSource', label, ['inputItems', 'file', 'json']);
	const source = options.choice('productSource', label, ['json', 'inputItems', 'file']);
	if (source === 'json') return source;
	throw new InputError(
		'As a tool the node takes its products from Products JSON: its input is the call of the agent, not products.',
		{ advice: 'Choose the product source JSON, and let the model fill Products JSON.' },
	);
}
