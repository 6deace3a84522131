import type { World } from '../world';
import type { Ledger } from './ledger';

/** How many of the last entries a view holds, and how many products of each catalog. */
const usualSize = { requests: 20, events: 20, uploads: 20, predictions: 20, products: 0 };

/**
 * The state as JSON. Lists hold the last entries, oldest first.
 * @param query how many, by the name of a list: a number, or `all`
 */
export function viewOf(world: World, query: URLSearchParams) {
	const { ledger, settings, faults } = world;
	const size = (list: keyof typeof usualSize) => {
		const asked = query.get(list) ?? '';
		if (asked === 'all') return Infinity;
		return /^\d+$/.test(asked) ? Number(asked) : usualSize[list];
	};
	return {
		summary: summaryOf(ledger),
		settings,
		requests: last(ledger.requests, size('requests')),
		events: last(ledger.events, size('events')),
		uploads: last(ledger.catalogs.uploads, size('uploads')),
		predictions: last(ledger.predictions, size('predictions')),
		catalogs: ledger.catalogs.all().map((catalog) => ({
			...catalog,
			products: catalog.products && catalog.products.slice(0, size('products')),
		})),
		/** Sessions by group by experiment. */
		experiments: ledger.experiments(),
		faults: faults.waiting,
	};
}

/** Counts what a ledger holds. */
export function summaryOf(ledger: Ledger) {
	const outcomes = { pending: 0, accepted: 0, refused: 0, not_processed: 0 };
	for (const { outcome } of ledger.requests) outcomes[outcome.type] += 1;
	return {
		requests: ledger.requests.length,
		events: ledger.events.length,
		uploads: ledger.catalogs.uploads.length,
		predictions: ledger.predictions.length,
		outcomes,
		inFlight: ledger.inFlight,
		maxInFlight: ledger.maxInFlight,
	};
}

function last<Entry>(entries: readonly Entry[], count: number): Entry[] {
	return entries.slice(Math.max(0, entries.length - count));
}
