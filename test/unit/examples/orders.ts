import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { codeNode, itemsOf } from './code-node';

const wooEvents = codeNode('woocommerce-orders.json', 'Find Missing Events');
const shopifyEvents = codeNode('shopify-orders.json', 'Find Missing Events');
const postedEvents = codeNode('order-events-webhook.json', 'Find Missing Events');

const settings = {
	...{ shop: 'shop', orders_since: '2026-01-01', visitor_field: 'kainic_anon_uid' },
	...{ keep_days: 400, overlap_minutes: 15, lock_minutes: 15, without_visitor: 'skip' },
};
const wooStatuses = {
	...{ paid_statuses: 'processing, completed', undone_statuses: 'cancelled, failed, refunded' },
};
const shopifyStatuses = {
	...{ paid_statuses: 'paid, partially_refunded', undone_statuses: 'refunded, voided' },
};

/** What a run finds besides the orders of its shop. */
interface Surroundings {
	/** The rows of the data table with the order's events. */
	readonly written?: readonly JsonObject[];
	/** Changes of the row "progress" and of the settings. */
	readonly progress?: JsonObject;
	readonly settings?: JsonObject;
	/** How many minutes ago the run began. */
	readonly minutes?: number;
}

/** Finds the missing events of some orders. */
export type Read = (around?: Surroundings) => JsonObject;

type Run = ReturnType<typeof codeNode>;
type Nodes = Readonly<Record<string, ReturnType<typeof itemsOf>>>;

/** Runs a node of an example on what its other nodes gave. */
function reading(run: Run, own: JsonObject, read: (around: Surroundings) => Nodes): Read {
	const row = { id: 1, shop: 'shop', since: '2026-01-01T00:00:00', orders_since: '2026-01-01' };
	return (around = {}) => {
		const { written = [], progress, settings: changes, minutes = 0 } = around;
		const timestamp = new Date(Date.now() - minutes * 60_000).toISOString();
		const nodes = {
			'Your Shop': itemsOf({ ...settings, ...own, ...changes }),
			'Every Five Minutes': itemsOf({ timestamp }),
			'Read Progress': itemsOf({ ...row, busy_until: null, ...progress }),
			'Read Written Events': itemsOf(...(written.length > 0 ? written : [{}])),
			...read(around),
		};
		return objectOf(run({ nodes })[0], 'the work');
	};
}

export function readWoo(orders: readonly unknown[], refunds: readonly object[] = []): Read {
	return reading(wooEvents, wooStatuses, () => ({
		'Read Orders': itemsOf(...orders),
		...(refunds.length > 0 && { 'Read Refunds': itemsOf(...refunds) }),
	}));
}

export function readShopifyPages(...pages: readonly unknown[]): Read {
	return reading(shopifyEvents, shopifyStatuses, () => ({ 'Read Orders': itemsOf(...pages) }));
}

export function readShopify(...orders: readonly unknown[]): Read {
	return readShopifyPages({ orders });
}

/** Rows of posted orders, as they are in the data table. */
export function readPosted(...rows: readonly JsonObject[]): Read {
	const own = { shop: 'webhook', orders_since: undefined };
	return reading(postedEvents, own, ({ written = [] }) => ({
		'Read Written Events': itemsOf(...written, ...rows),
		'Read Posted Orders': itemsOf(...rows),
	}));
}

/** The missing events, without the row that marks the turn. */
export function eventsOf(work: JsonObject): JsonObject[] {
	const rows = arrayOf(work['events'], 'events').map((event) => objectOf(event, 'an event'));
	return rows.filter((row) => row['event_name'] !== 'turn');
}

/** The orders that are left out, with the reason. */
export function leftOut(work: JsonObject): unknown[] {
	return arrayOf(work['left_out'], 'left_out');
}

/** The data table, and what goes into it when orders are read. */
export class Ledger {
	readonly rows: JsonObject[] = [];

	/** Returns `event quantity` of each event that is made. */
	read(read: Read, state = 'accepted', settings: JsonObject = {}): string[] {
		const work = read({ written: this.rows, settings });
		expect(leftOut(work)).toEqual([]);
		const made = eventsOf(work);
		this.rows.push(...made.map((row) => ({ ...row, state })));
		return made.map((row) => [row['event_name'], row['item_id'], row['quantity']].join(' '));
	}
}
