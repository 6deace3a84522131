import { InputError } from '../shared/failure';
import type { RunContext } from '../shared/n8n/operation';
import { formatNumber } from '../shared/values';

/** Parameters with one value for the whole run. */
export interface Settings {
	readonly syncMode: 'full' | 'stock';
	readonly source: 'inputItems' | 'file' | 'json';
	/** Maximum bytes of a request. */
	readonly limit: number;
	readonly splitsStock: boolean;
	readonly validatesOnly: boolean;
}

const megabyte = 1_048_576;
const hostMegabytes = 32;

/** Reads the settings. Throws an InputError that names the one that is not valid. */
export function readSettings({ options, runsAsTool }: RunContext): Settings {
	const syncMode = options.choice('syncMode', 'Sync Mode', ['stock', 'full']);
	if (runsAsTool && syncMode === 'full') {
		throw new InputError('An AI agent may not replace a whole catalog.', {
			advice: 'Choose the sync mode Stock for the tool.',
		});
	}
	const megabytes = options.number('options.maxFileMegabytes', 'Maximum Megabytes', hostMegabytes);
	if (megabytes <= 0) {
		throw new InputError(`Maximum Megabytes is ${megabytes}, but it must be more than 0.`);
	}
	const source = readSource(options, runsAsTool);
	const splits = options.flag('options.splitStock', 'Split Stock');
	return {
		syncMode,
		source,
		limit: Math.floor(megabytes * megabyte),
		splitsStock: syncMode === 'stock' && source === 'inputItems' && splits,
		validatesOnly: options.flag('options.validateOnly', 'Validate Only'),
	};
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

/** An error for a request that is larger than the host takes. `what` names it. */
export function tooLarge(bytes: number, limit: number, what: string, remedy: string): InputError {
	return new InputError(
		`${what} would have ${formatNumber(bytes)} bytes, but the limit is ${formatNumber(limit)} bytes.`,
		{
			code: 'too_large',
			advice: `${remedy} fewer or shorter products. The host of Kainic takes at most 10 MB (1st generation) or 32 MB (2nd generation) per request; Maximum Megabytes under Options is for another host.`,
		},
	);
}
