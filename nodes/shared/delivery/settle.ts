import { mergeFailures, type Failure } from '../failure';
import type { Failed, Outcome } from './job';

/** Input items that ended together, and how. */
export interface Settled<Data> {
	readonly indexes: readonly number[];
	readonly outcome: Outcome<Data>;
}

/** Collects outcomes until every input item has exactly one. */
export interface Ledger<Data> {
	/** `completes` is false while further outcomes for the same items follow. */
	enter(indexes: readonly number[], outcome: Outcome<Data>, completes: boolean): void;
	/** All outcomes by input order; items that never got one end with the given failure. */
	close(missing: Failure): Iterable<Settled<Data>>;
}

/** A ledger in which every item has an outcome of its own, even where a request served many. */
export function ledgerByItem<Data>(itemCount: number): Ledger<Data> {
	const outcomes = new Array<Outcome<Data> | undefined>(itemCount);
	const unfinished = new Set<number>();
	return {
		enter(indexes, outcome, completes) {
			for (const index of indexes) {
				outcomes[index] = joinOutcomes(outcomes[index], outcome);
				if (completes) unfinished.delete(index);
				else unfinished.add(index);
			}
		},
		*close(missing) {
			for (const index of unfinished) {
				outcomes[index] = joinOutcomes(outcomes[index], { kind: 'failed', failure: missing });
			}
			const absent: Outcome<Data> = { kind: 'failed', failure: missing };
			for (let index = 0; index < itemCount; index += 1) {
				yield { indexes: [index], outcome: outcomes[index] ?? absent };
			}
		},
	};
}

/** A ledger in which every upload ends once, for all its items together. */
export function ledgerByJob<Data>(itemCount: number): Ledger<Data> {
	const settled: Array<Settled<Data>> = [];
	return {
		enter(indexes, outcome) {
			settled.push({ indexes, outcome });
		},
		close(missing) {
			const seen = new Set(settled.flatMap(({ indexes }) => indexes));
			const absent = Array.from({ length: itemCount }, (_, index) => index).filter(
				(index) => !seen.has(index),
			);
			const rest: Array<Settled<Data>> =
				absent.length === 0
					? []
					: [{ indexes: absent, outcome: { kind: 'failed', failure: missing } }];
			return [...settled, ...rest].sort((a, b) => (a.indexes[0] ?? 0) - (b.indexes[0] ?? 0));
		},
	};
}

/** An item whose events went out in several requests succeeds only when all of them did. */
function joinOutcomes<Data>(
	earlier: Outcome<Data> | undefined,
	later: Outcome<Data>,
): Outcome<Data> {
	if (earlier === undefined) return later;
	if (earlier.kind === 'failed') {
		return later.kind === 'failed'
			? { kind: 'failed', failure: mergeFailures(earlier.failure, later.failure) }
			: partlyAccepted(earlier.failure);
	}
	return later.kind === 'failed' ? partlyAccepted(later.failure) : later;
}

function partlyAccepted(failure: Failure): Failed {
	return { kind: 'failed', failure: { ...failure, notSent: false, mayBeAccepted: true } };
}
