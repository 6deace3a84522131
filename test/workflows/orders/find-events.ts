import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { codeNode, itemsOf, settingsOf } from '../../support/workflows/code-node';

const wooEvents = codeNode('woocommerce-orders.json', 'Find Missing Events');
const shopifyEvents = codeNode('shopify-orders.json', 'Find Missing Events');
const postedEvents = codeNode('order-events-webhook.json', 'Find Missing Events');

const settings = {
	...{ shop: 'shop', orders_since: '2026-01-01', visitor_field: 'kainic_anon_uid' },
	...{ keep_days: 400, overlap_minutes: 15, lock_minutes: 15, without_visitor: 'skip' },
};
const statusesOf = (file: string): JsonObject =>
	Object.fromEntries(
		Object.entries(settingsOf(file)).filter(([name]) => name.endsWith('_statuses')),
	);

/** What a run finds besides the orders of its shop. */
interface Surroundings {
	/** The rows of the data table with the order's events. */
	readonly written?: readonly JsonObject[];
	/** Changes of the row "progress", or of each if there are several, and of the settings. */
	readonly progress?: JsonObject | readonly JsonObject[];
	readonly settings?: JsonObject;
	/** How many minutes ago the run began. */
	readonly minutes?: number;
	/** `test` for a run by the button of the editor. */
	readonly mode?: 'test' | 'production';
}

/** Finds the missing events of some orders. */
export type Read = (around?: Surroundings) => JsonObject;

type Run = ReturnType<typeof codeNode>;
type Nodes = Readonly<Record<string, ReturnType<typeof itemsOf>>>;

/** Runs a node of an example on what its other nodes gave. */
function reading(run: Run, own: JsonObject, read: (around: Surroundings) => Nodes): Read {
	const row = {
		...{ id: 1, shop: 'shop', since: '2026-01-01T00:00:00', orders_since: '2026-01-01' },
		...{ busy_until: null, createdAt: '2026-01-01', updatedAt: '2026-01-02' },
	};
	return (around = {}) => {
		const { written = [], progress, settings: changes, minutes = 0, mode } = around;
		const rows = [progress ?? {}].flat().map((changed) => ({ ...row, ...changed }));
		const timestamp = new Date(Date.now() - minutes * 60_000).toISOString();
		const nodes = {
			'Your Shop': itemsOf({ ...settings, ...own, ...changes }),
			'Every Five Minutes': itemsOf({ timestamp }),
			'Read Progress': itemsOf(...rows),
			'Read Written Events': itemsOf(...(written.length > 0 ? written : [{}])),
			...read(around),
		};
		return objectOf(run({ nodes, ...(mode && { mode }) })[0], 'the work');
	};
}

export function readWoo(orders: readonly unknown[], refunds: readonly object[] = []): Read {
	const own = { ...statusesOf('woocommerce-orders.json'), shop: 'https://shop.example' };
	return reading(wooEvents, own, () => ({
		'Read Orders': itemsOf(...orders),
		...(refunds.length > 0 && { 'Read Refunds': itemsOf(...refunds) }),
	}));
}

/** Orders of Shopify as the reading half of the workflow lists them, or the item that says why there are none. */
export function readShopify(...orders: readonly object[]): Read {
	const listed = orders.map((order) => ({
		...order,
		...('legacyResourceId' in order && { id: order.legacyResourceId }),
		...('lineItems' in order && { lines: order.lineItems }),
	}));
	return reading(shopifyEvents, statusesOf('shopify-orders.json'), () => ({
		'Read Orders': itemsOf(...(listed.length > 0 ? listed : [{}])),
	}));
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

	/** Returns `event quantity` of each event that is made and sent. */
	read(read: Read, state = 'accepted', settings: JsonObject = {}): string[] {
		const work = read({ written: this.rows, settings });
		expect(leftOut(work)).toEqual([]);
		const made = eventsOf(work);
		const [ids, isSent] = [this.rows.length, (row: JsonObject) => row['state'] === 'open'];
		const rows = made.map((row, index) => ({ ...row, id: ids + index + 1 }));
		this.rows.push(...rows.map((row) => (isSent(row) ? { ...row, state } : row)));
		return made
			.filter(isSent)
			.map((row) => [row['event_name'], row['item_id'], row['quantity']].join(' '));
	}
}
