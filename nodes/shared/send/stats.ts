import type { Failure } from '../failure';

/** What a run did, counted in units (events, predictions, products) and in requests. */
export interface Stats {
	accepted: number;
	/** Valid and, as asked, not sent. */
	valid: number;
	rejected: number;
	/** Units that were not sent, plus `itemsNotSent`, whose units are not known. */
	notSent: number;
	/** Items for which the run planned no request before it ended. */
	itemsNotSent: number;
	/** Units whose outcome is not known. */
	unknown: number;
	requests: number;
	retries: number;
}

export function emptyStats(): Stats {
	const units = { accepted: 0, valid: 0, rejected: 0, notSent: 0, itemsNotSent: 0, unknown: 0 };
	return { ...units, requests: 0, retries: 0 };
}

/** Counts units that failed as the failure says. */
export function countFailed(stats: Stats, units: number, failure: Failure): void {
	if (failure.mayBeAccepted) stats.unknown += units;
	else if (failure.notSent) stats.notSent += units;
	else stats.rejected += units;
}

export function countTotal({ accepted, valid, rejected, notSent, unknown }: Stats): number {
	return accepted + valid + rejected + notSent + unknown;
}
