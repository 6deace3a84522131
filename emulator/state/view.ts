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

/** The state as JSON. Lists hold the last entries, oldest first, and catalogs the first products. */
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

/** How many entries of each list a query asks for: 20, unless it has `last`. */
export function lengthOf(query: URLSearchParams): number {
	const asked = query.get('last') ?? '';
	return /^\d+$/.test(asked) ? Number(asked) : 20;
}

export function viewOf(world: World, length: number): StateView {
	const { ledger, settings, faults } = world;
	return {
		summary: summaryOf(ledger),
		settings,
		requests: last(ledger.requests, length),
		events: last(ledger.events, length),
		uploads: last(ledger.catalogs.uploads, length),
		predictions: last(ledger.predictions, length),
		catalogs: ledger.catalogs.all().map((catalog) => ({
			...catalog,
			products: catalog.products?.slice(0, length) ?? null,
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

function last<Entry>(entries: readonly Entry[], length: number): Entry[] {
	return entries.slice(Math.max(0, entries.length - length));
}
