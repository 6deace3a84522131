import type { INodeExecutionData } from 'n8n-workflow';
import type { NodeResult } from '../../support/engine';

/** How an input item ended, as an output item says it. */
export type ItemOutcome =
	{ readonly kind: 'accepted' } | { readonly kind: 'failed'; readonly mayBeAccepted: boolean };

/** The outcomes of each input item: of every item that the node put out, by what it is linked to. */
export function outcomesByItem(result: NodeResult, itemCount: number): ItemOutcome[][] {
	const byItem: ItemOutcome[][] = Array.from({ length: itemCount }, () => []);
	for (const item of [...result.outputs.flat(), ...result.errorBranch]) {
		for (const index of linksOf(item)) {
			const outcomes = byItem[index];
			if (outcomes === undefined) throw new Error(`An item is linked to ${index}`);
			outcomes.push(outcomeOf(item));
		}
	}
	return byItem;
}

export function linksOf({ pairedItem }: INodeExecutionData): number[] {
	const pairs = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return pairs.map((pair) => (typeof pair === 'object' ? pair.item : Number(pair)));
}

/** A failure with all that its error says. */
const outcomeOf = ({ json }: INodeExecutionData): ItemOutcome =>
	'error' in json ? { ...Object(json.error), kind: 'failed' } : { kind: 'accepted' };
