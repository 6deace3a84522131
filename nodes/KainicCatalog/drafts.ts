import { pause, refuse, type Pause, type Refused } from '../shared/delivery/job';
import { problemOf } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import type { Setup } from '../shared/n8n/operation';
import { defaultFileName, destinationReader, type Destination } from './destination';
import { rivalsProblem, type SyncMode } from './guards';
import { productSource } from './sources';

/** An upload of which only the destination is checked. */
export interface Draft {
	readonly destination: Destination;
	/** Indexes of its input items, ascending. */
	readonly indexes: readonly number[];
	readonly load: Load;
}

export type Load =
	| { readonly kind: 'products'; readonly entries: readonly Entry[] }
	| { readonly kind: 'file'; readonly file: SourceFile };

/** A product, unchecked, and the item that it comes from. */
export interface Entry {
	readonly itemIndex: number;
	readonly product: unknown;
}

/** How many products a draft has; a file whose products are not counted yet stands for one. */
export function unitsOf({ load }: Draft): number {
	return load.kind === 'file' ? 1 : load.entries.length;
}

/**
 * Groups the items into uploads: one for each file, and one for all products with the same
 * destination. Items without a destination or a file are refused by themselves.
 */
export function* collectDrafts(
	setup: Setup,
	syncMode: SyncMode,
): Generator<Pause | Refused, readonly Draft[]> {
	const contributionOf = productSource(setup);
	const destinationOf = destinationReader(setup, syncMode);
	const drafts = new Drafts();
	for (const index of setup.items.keys()) {
		if (setup.pauseIsDue()) yield pause;
		try {
			const contribution = contributionOf(index);
			if (contribution.kind === 'file') {
				const { file } = contribution;
				drafts.addFile(destinationOf(index, file.name || defaultFileName), index, file);
			} else {
				drafts.addProducts(destinationOf(index, defaultFileName), index, contribution.products);
			}
		} catch (error) {
			yield refuse([index], problemOf(error, `Item ${index}`));
		}
	}
	return drafts.all;
}

class Drafts {
	readonly all: Draft[] = [];

	private readonly open = new Map<Destination, { indexes: number[]; entries: Entry[] }>();

	addFile(destination: Destination, index: number, file: SourceFile): void {
		this.all.push({ destination, indexes: [index], load: { kind: 'file', file } });
	}

	addProducts(destination: Destination, index: number, products: readonly unknown[]): void {
		const { indexes, entries } = this.open.get(destination) ?? this.begin(destination);
		indexes.push(index);
		for (const product of products) entries.push({ itemIndex: index, product });
	}

	private begin(destination: Destination): { indexes: number[]; entries: Entry[] } {
		const begun = { indexes: [], entries: [] };
		this.open.set(destination, begun);
		const load: Load = { kind: 'products', entries: begun.entries };
		this.all.push({ destination, indexes: begun.indexes, load });
		return begun;
	}
}

/** Refuses all uploads of a full sync that would replace each other, and returns the others. */
export function* refuseRivals(drafts: readonly Draft[]): Generator<Refused, readonly Draft[]> {
	const byStore = new Map<string, Draft[]>();
	for (const draft of drafts) {
		const { storeId } = draft.destination;
		byStore.set(storeId, [...(byStore.get(storeId) ?? []), draft]);
	}
	for (const [storeId, rivals] of byStore) {
		if (rivals.length === 1) continue;
		const { failure } = rivalsProblem(
			storeId,
			rivals.map(({ indexes }) => indexes[0] ?? 0),
		);
		for (const rival of rivals) yield refuse(rival.indexes, failure, unitsOf(rival));
	}
	return drafts.filter(({ destination }) => byStore.get(destination.storeId)?.length === 1);
}
