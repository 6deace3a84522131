import type { Failure } from '../failure';

/** What a run did, counted in units (events, predictions, products) and in requests. */
export interface Stats {
	accepted: number;
	/** Valid and, as asked, not sent. */
	checked: number;
	rejected: number;
	notSent: number;
	/** Units whose outcome is unknown. */
	unknown: number;
	requests: number;
	retries: number;
}

export function emptyStats(): Stats {
	return { accepted: 0, checked: 0, rejected: 0, notSent: 0, unknown: 0, requests: 0, retries: 0 };
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
