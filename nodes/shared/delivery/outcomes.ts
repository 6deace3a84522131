import { mergeFailures, type Failure } from '../failure';
import type { Failed, Outcome } from './job';

/** The outcome of each input item, by its index. */
export class Outcomes<Data> {
	private readonly outcomes: Array<Outcome<Data> | undefined>;

	/** Items that have an outcome, but not yet that of their last job. */
	private readonly unfinished = new Set<number>();

	constructor(itemCount: number) {
		this.outcomes = new Array<Outcome<Data> | undefined>(itemCount);
	}

	/** `continues` is true if a later job was planned for the items. Jobs may end in any order. */
	enter(indexes: readonly number[], outcome: Outcome<Data>, continues: boolean): void {
		for (const index of indexes) {
			const earlier = this.outcomes[index];
			this.outcomes[index] = join(earlier, outcome);
			if (!continues) this.unfinished.delete(index);
			else if (earlier === undefined) this.unfinished.add(index);
		}
	}

	/** Number of items that have no outcome at all. */
	countMissing(): number {
		let missing = 0;
		for (const outcome of this.outcomes) if (outcome === undefined) missing += 1;
		return missing;
	}

	/** Number of items that wait for a further outcome after their first. */
	countUnfinished(): number {
		return this.unfinished.size;
	}

	/** All outcomes. Items without one, or without their last, end with the given failure. */
	close(missing: Failure): ReadonlyArray<Outcome<Data>> {
		const absent: Failed = { kind: 'failed', failure: missing };
		this.enter([...this.unfinished], absent, false);
		const closed: Array<Outcome<Data>> = [];
		for (const outcome of this.outcomes) closed.push(outcome ?? absent);
		return closed;
	}
}

/** An item whose events went out in several requests is accepted only if all of them are. */
function join<Data>(earlier: Outcome<Data> | undefined, later: Outcome<Data>): Outcome<Data> {
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

/** What a run did, counted in units (events, predictions, products) and in requests. */
export interface Stats {
	accepted: number;
	/** Valid and, as asked, not sent. */
	checked: number;
	rejected: number;
	/** Units that were not sent, plus the items of the next two figures, whose units are not known. */
	notSent: number;
	/** Items for which the run planned no request before it ended. */
	itemsNotSent: number;
	/** Items for which the run planned some of their requests before it ended. */
	itemsInPart: number;
	/** Units whose outcome is unknown. */
	unknown: number;
	requests: number;
	retries: number;
}

export function emptyStats(): Stats {
	const units = { accepted: 0, checked: 0, rejected: 0, notSent: 0, unknown: 0 };
	return { ...units, itemsNotSent: 0, itemsInPart: 0, requests: 0, retries: 0 };
}

/** Counts units that failed as the failure says. */
export function countFailed(stats: Stats, units: number, failure: Failure): void {
	if (failure.mayBeAccepted) stats.unknown += units;
	else if (failure.notSent) stats.notSent += units;
	else stats.rejected += units;
}

/** Counts one request with all its attempts. */
export function countRequest(stats: Stats, attempts: number): void {
	stats.requests += attempts;
	stats.retries += attempts - 1;
}

export function countTotal({ accepted, checked, rejected, notSent, unknown }: Stats): number {
	return accepted + checked + rejected + notSent + unknown;
}
