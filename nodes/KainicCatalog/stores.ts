import { pause, refuse, type Pause, type Settled } from '../shared/delivery/job';
import { inputFailure, type Failure, type InputError } from '../shared/failure';
import type { RunContext } from '../shared/n8n/operation';
import { suspicious } from './guards';
import type { Store, Upload, Uploads } from './uploads';

/**
 * Refuses the uploads of all stores for which a full sync would not be whole: everything or nothing
 * is sent for a store. Returns the uploads of the others, in the order of their first items.
 */
export function* refusePartialSyncs(
	run: RunContext,
	{ all, stores, refusedAnywhere }: Uploads,
): Generator<Pause | Settled<never>, readonly Upload[]> {
	const refused = new Set<Upload>();
	for (const store of stores) {
		if (run.timeSlice.isOver()) yield pause;
		if (store.uploads.every(({ target }) => target.syncMode === 'stock')) continue;
		// Claimed even if it is refused now: a later run of this node would send a part of it.
		const isFirst = run.earlierRuns.claim(store.target.storeKey);
		const failure = partialSync(run, store, refusedAnywhere, isFirst);
		if (failure === null) continue;
		for (const upload of store.uploads) {
			if (run.timeSlice.isOver()) yield pause;
			refused.add(upload);
			yield refuse(upload.indexes, failure, unitsOf(upload));
		}
	}
	return all.filter((upload) => !refused.has(upload));
}

/** Number of products, as far as they are known. */
export function unitsOf({ products }: Upload): number {
	return Math.max(products.length, 1);
}

/** Names a store, or that of an upload, for messages, without an article. */
export function nameOfStore({ target }: Pick<Upload, 'target'>): string {
	return target.storeId === null ? 'store' : `store "${target.storeId}"`;
}

function partialSync(
	run: RunContext,
	store: Store,
	refusedAnywhere: readonly Failure[],
	isFirst: boolean,
): Failure | null {
	const refused =
		culprit(store.refused, 'of this store') ??
		culprit(refusedAnywhere, 'which may belong to any store');
	if (refused !== null) return refused;
	const problem = suspiciousRun(run, store, isFirst) ?? rivals(store);
	return problem === null ? null : inputFailure(problem, null);
}

/** The failure of the first refused item, which ends the other items as well; null if none was. */
function culprit(refused: readonly Failure[], belonging: string): Failure | null {
	const [first] = refused;
	if (first === undefined) return null;
	const more = refused.length === 1 ? '' : ` (${refused.length - 1} more refused)`;
	return {
		...first,
		message: first.message + more,
		description: `${first.description} Not sent, since a full sync replaces the whole catalog of a store, and an item ${belonging} was refused.`,
	};
}

function suspiciousRun(run: RunContext, store: Store, isFirst: boolean): InputError | null {
	if (run.executesOnce) {
		return suspicious(
			'Execute Once hands only the first input item to this node, so a full sync would replace the catalog by a part of it.',
			"Switch Execute Once off in the node's settings.",
		);
	}
	if (isFirst) return null;
	return suspicious(
		`The ${nameOfStore(store)} was already the target of a full sync in this execution, by an earlier run of this node, another Kainic Catalog node or a sub-workflow. Each would replace what the one before uploaded. If that one was accepted, the catalog holds its products alone.`,
		'Collect all products before this node: connect it to the Done output of Loop Over Items (with one wire back to the loop), join branches with a Merge or an Aggregate node, and call a sub-workflow once with all items.',
	);
}

/** Several uploads of a full sync would replace each other. */
function rivals(store: Store): InputError | null {
	const panelIds = [...store.panelStoreIds];
	if (panelIds.length > 1) {
		return suspicious(
			`The items name the Store IDs ${panelIds.slice(0, 3).join(', ')}${panelIds.length > 3 ? ' and others' : ''}, but Form Fields send all of them to the same store.`,
			'Let the row for the store in Form Fields follow Store ID.',
		);
	}
	const [first, second] = store.uploads;
	if (first === undefined || second === undefined) return null;
	const others = store.uploads.length > 2 ? ' and others' : '';
	return suspicious(
		`${store.uploads.length} uploads are for the same store (from the items ${first.indexes[0] ?? 0} and ${second.indexes[0] ?? 0}${others}), but in a full sync only the last one would remain. ${differenceOf(first)}`,
		'Join the products into one upload for each store.',
	);
}

function differenceOf({ file }: Upload): string {
	return file === null
		? 'Their items differ in Form File Name, Form File Field, Form Fields, Headers or the credential.'
		: 'Each file is an upload of its own.';
}
