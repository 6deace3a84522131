import type { Series } from '../../../bench/series';

/** Times of a contender doing events, in ms. */
export function times(contender: string, rounds: readonly number[], items = 1_000): Series {
	return { work: 'events', contender, items, quantity: 'time', unit: 'ms', rounds };
}

/** Memory that a contender keeps while doing events, in MB. */
export function kept(contender: string, rounds: readonly number[], items = 1_000): Series {
	return { work: 'events', contender, items, quantity: 'kept memory', unit: 'MB', rounds };
}
