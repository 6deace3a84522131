import type { Failure } from '../failure';
import type { Outcome, Settled } from './job';

/** Counts units (events, predictions, products) and requests of a run. */
export type Stats = ReturnType<typeof emptyStats>;

export function emptyStats() {
	return {
		accepted: 0,
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

/** How input items ended. Items of the same request share one object. */
export type Ending = Pick<Settled, 'indexes' | 'outcome'>;

export interface Delivery {
	/** By input item. */
	readonly endings: readonly Ending[];
	readonly stats: Stats;
	/** The failure that happened first; null if all items succeeded. */
	readonly firstFailure: FirstFailure | null;
}

export interface FirstFailure {
	readonly indexes: readonly number[];
	readonly failure: Failure;
}

/** Collects the ending of each input item, and counts. */
export class Results {
	firstFailure: FirstFailure | null = null;

	private readonly stats = emptyStats();

	private readonly endings: Array<Ending | undefined>;

	constructor(itemCount: number) {
		this.endings = new Array<Ending | undefined>(itemCount).fill(undefined);
	}

	end({ indexes, units }: Pick<Settled, 'indexes' | 'units'>, outcome: Outcome): void {
		const ending = { indexes, outcome };
		for (const index of indexes) this.endings[index] = ending;
		if (outcome.kind !== 'failed') {
			this.stats[outcome.kind] += units;
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
	close(missing: Failure): Delivery {
		const indexes = [...this.endings.keys()].filter((index) => this.endings[index] === undefined);
		const rest: Ending = { indexes, outcome: { kind: 'failed', failure: missing } };
		const endings = this.endings.map((ending) => ending ?? rest);
		this.stats.itemsNotSent = indexes.length;
		this.stats.notSent += indexes.length;
		if (indexes.length > 0) this.noteFailure([], missing);
		return { endings, stats: this.stats, firstFailure: this.firstFailure };
	}
}
