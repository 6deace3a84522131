import { InputError } from '../shared/failure';
import type { RunContext } from '../shared/operation';
import { formatNumber } from '../shared/values';

/** Parameters with one value for the whole run. */
export interface Settings {
	readonly syncMode: 'full' | 'stock';
	readonly source: 'inputItems' | 'file' | 'json';
	readonly validatesOnly: boolean;
}

export function readSettings({ runParameters, runsAsTool }: RunContext): Settings {
	const syncMode = runParameters.choice<Settings['syncMode']>('syncMode');
	const source = runParameters.choice<Settings['source']>('productSource');
	// In a tool, the only input item is the agent's call, not a product.
	if (runsAsTool && (syncMode === 'full' || source !== 'json')) {
		throw new InputError(
			"As an AI tool, this node can only send a stock update with the products in 'Products JSON'.",
			{ advice: "Set 'Sync Mode' to 'Stock', and 'Source' to 'JSON'." },
		);
	}
	return {
		syncMode,
		source,
		validatesOnly: runParameters.flag('options.validateOnly') === true,
	};
}

/** Bytes of a request that Google's servers, on which Kainic runs, accept. */
export const maxBytes = 32 * 1_048_576;

/** An error for a request that is larger than the limit. `what` names the request, without an article. */
export function tooLarge(bytes: number, settings: Settings, what: string): InputError {
	// Rounded up: otherwise the message could show a size that equals the limit.
	const size = formatNumber(Math.ceil(bytes / 1048.576) / 1000);
	return new InputError(`The ${what} has ${size} MB, but Kainic's servers accept at most 32 MB.`, {
		code: 'too_large',
		advice: remedyFor(settings),
	});
}

/** In a full sync, several uploads would replace each other. */
function remedyFor({ source, syncMode }: Settings): string {
	const isFull = syncMode === 'full';
	if (source === 'file') {
		const rest = isFull ? '' : ', or send several smaller files';
		return `Make the file smaller, for example without fields that Kainic does not need${rest}.`;
	}
	return isFull || source === 'json'
		? 'Send fewer fields of each product.'
		: 'Send fewer fields of each product, or add a Loop Over Items node before this node: each upload then has fewer products.';
}
