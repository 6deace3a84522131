import type { WaitingFault } from '../faults/fault';
import type { Settings } from '../settings';
import type { World } from '../world';
import type { Ledger } from './ledger';
import type {
	AcceptedEvent,
	Catalog,
	Prediction,
	RequestOutcome,
	RequestRecord,
	Upload,
} from './records';

export interface Summary {
	requests: number;
	events: number;
	uploads: number;
	predictions: number;
	/** Requests by outcome. */
	outcomes: Record<RequestOutcome['type'], number>;
	inFlight: number;
	maxInFlight: number;
}

/** The state as JSON. Lists hold the last entries, as many as were asked for, oldest first. */
export interface StateView {
	summary: Summary;
	settings: Settings;
	requests: RequestRecord[];
	events: AcceptedEvent[];
	uploads: Upload[];
	predictions: Prediction[];
	catalogs: Catalog[];
	/** Sessions by group by experiment. */
	experiments: Record<string, Record<string, number>>;
	faults: WaitingFault[];
}

const lists = ['requests', 'events', 'uploads', 'predictions', 'products'] as const;

/** How many of the last entries a view holds, and how many products of each catalog. */
export type ViewSize = Record<(typeof lists)[number], number | 'all'>;

/** 20 of each, and no products, unless the query says otherwise. */
export function sizeOf(query: URLSearchParams): ViewSize {
	const size: ViewSize = { requests: 20, events: 20, uploads: 20, predictions: 20, products: 0 };
	for (const name of lists) {
		const value = query.get(name) ?? '';
		if (value === 'all') size[name] = value;
		else if (/^\d+$/.test(value)) size[name] = Number(value);
	}
	return size;
}

export function viewOf(world: World, size: ViewSize): StateView {
	const { ledger, settings, faults } = world;
	return {
		summary: summaryOf(ledger),
		settings,
		requests: last(ledger.requests, size.requests),
		events: last(ledger.events, size.events),
		uploads: last(ledger.catalogs.uploads, size.uploads),
		predictions: last(ledger.predictions, size.predictions),
		catalogs: ledger.catalogs.all().map((catalog) => ({
			...catalog,
			products: catalog.products && first(catalog.products, size.products),
		})),
		experiments: ledger.experiments(),
		faults: [...faults.waiting],
	};
}

/** Counts what a ledger holds. */
export function summaryOf(ledger: Ledger): Summary {
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

function last<Entry>(entries: readonly Entry[], count: number | 'all'): Entry[] {
	return count === 'all' ? [...entries] : entries.slice(Math.max(0, entries.length - count));
}

function first<Entry>(entries: readonly Entry[], count: number | 'all'): Entry[] {
	return count === 'all' ? [...entries] : entries.slice(0, count);
}
