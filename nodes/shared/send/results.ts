import type { Failure } from '../failure';
import { failedItems, type Outcome, type Settled } from './job';

/** Counts units (events, predictions, products) and requests of a run. */
export type Stats = ReturnType<typeof emptyStats>;

export function emptyStats() {
	return {
		accepted: 0,
		/** Accepted, but an earlier attempt may have been accepted too. Also counted in `accepted`. */
		mayBeAcceptedTwice: 0,
		/** Valid, but not sent because of Validate Only. */
		valid: 0,
		rejected: 0,
		/** Units not sent. An item that was never planned counts as one unit, also in `itemsNotSent`. */
		notSent: 0,
		itemsNotSent: 0,
		unknown: 0,
		requests: 0,
		retries: 0,
	};
}

export interface Delivery {
	/** By input item. Items of the same request share one object. */
	readonly endings: readonly Settled[];
	readonly stats: Stats;
	/** The failure that happened first; null if all items succeeded. */
	readonly firstFailure: FirstFailure | null;
	/** What the plan says for the line above the output. Empty if the run stopped before the plan ended. */
	readonly remarks: readonly string[];
}

export interface FirstFailure {
	readonly indexes: readonly number[];
	readonly failure: Failure;
}

/** Collects the ending of each input item, and counts. */
export class Results {
	firstFailure: FirstFailure | null = null;

	private readonly stats = emptyStats();

	private readonly endings: Array<Settled | undefined>;

	constructor(itemCount: number) {
		this.endings = new Array<Settled | undefined>(itemCount).fill(undefined);
	}

	end({ indexes, units }: Pick<Settled, 'indexes' | 'units'>, outcome: Outcome): void {
		const ending: Settled = { kind: 'settled', indexes, units, outcome };
		for (const index of indexes) this.endings[index] = ending;
		if (outcome.kind !== 'failed') {
			this.stats[outcome.kind] += units;
			if (outcome.kind === 'accepted' && outcome.mayBeAcceptedTwice)
				this.stats.mayBeAcceptedTwice += units;
			return;
		}
		const { failure } = outcome;
		this.noteFailure(indexes, failure);
		if (failure.mayBeAccepted) this.stats.unknown += units;
		else if (failure.notSent) this.stats.notSent += units;
		else this.stats.rejected += units;
	}

	noteFailure(indexes: readonly number[], failure: Failure): void {
		this.firstFailure ??= { indexes, failure };
	}

	countRequest(isRetry: boolean): void {
		this.stats.requests += 1;
		if (isRetry) this.stats.retries += 1;
	}

	/** Ends all items that have no ending yet. */
	close(missing: Failure, remarks: readonly string[] = []): Delivery {
		const indexes = [...this.endings.keys()].filter((index) => this.endings[index] === undefined);
		const rest = failedItems(indexes, missing, indexes.length);
		const endings = this.endings.map((ending) => ending ?? rest);
		this.stats.itemsNotSent = indexes.length;
		this.stats.notSent += indexes.length;
		if (indexes.length > 0) this.noteFailure([], missing);
		return { endings, stats: this.stats, firstFailure: this.firstFailure, remarks };
	}
}
