import { Catalogs } from './catalogs';
import type { AcceptedEvent, Prediction, RequestOutcome, RequestRecord } from './records';

export type Arrival = Pick<
	RequestRecord,
	'endpoint' | 'method' | 'path' | 'pathParameters' | 'query' | 'headers' | 'receivedAt'
>;

/** Everything that happened, in order. It only grows, and knows nothing of HTTP. */
export class Ledger {
	readonly requests: RequestRecord[] = [];

	readonly events: AcceptedEvent[] = [];

	readonly predictions: Prediction[] = [];

	readonly catalogs = new Catalogs();

	/** How many events spoke of each item. */
	readonly itemCounts = new Map<string, number>();

	/** Requests that are open now. */
	inFlight = 0;

	/** The most requests that were ever open at once. */
	maxInFlight = 0;

	begin(arrival: Arrival): RequestRecord {
		const record: RequestRecord = {
			...arrival,
			number: this.requests.length + 1,
			endedAt: null,
			body: null,
			form: null,
			outcome: { type: 'pending' },
			status: null,
			fault: null,
		};
		this.requests.push(record);
		this.inFlight += 1;
		this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
		return record;
	}

	/** The first outcome of a request stands: what was accepted stays accepted. */
	settle(record: RequestRecord, outcome: RequestOutcome): void {
		if (record.outcome.type === 'pending') record.outcome = outcome;
	}

	/** Call once, when the answer was sent or the connection broke. */
	end(record: RequestRecord, now: number): void {
		this.inFlight -= 1;
		record.endedAt = now;
		this.settle(record, { type: 'not_processed', reason: 'connection closed' });
	}

	acceptEvents(
		record: RequestRecord,
		trackerId: string,
		events: readonly Record<string, unknown>[],
	): void {
		for (const event of events) {
			this.events.push({ request: record.number, trackerId, event });
			// Not documented, but the usual name.
			const { item_id: itemId } = event;
			if (typeof itemId !== 'string' && typeof itemId !== 'number') continue;
			this.itemCounts.set(String(itemId), (this.itemCounts.get(String(itemId)) ?? 0) + 1);
		}
	}
}
