import type { JsonObject } from '../../../tools/n8n/json';
import type { WooRefund } from '../../shops/woocommerce';
import { codeNode, itemsOf } from './code-node';

const missing = codeNode('order-ledger.json', 'What Is Missing');
const wooOrders = codeNode('woocommerce-orders.json', 'What They Stand For');
export const shopifyOrders = codeNode('shopify-orders.json', 'What They Stand For');

const settings = {
	...{ shop: 'shop', orders_since: '2026-01-01', visitor_field: 'kainic_anon_uid' },
	...{ overlap_minutes: 15, turn_minutes: 15 },
};
const wooSettings = {
	...settings,
	paid_statuses: 'processing, completed',
	undone_statuses: 'cancelled, failed, refunded',
};
export const shopifySettings = {
	...settings,
	paid_statuses: 'paid, partially_refunded',
	undone_statuses: 'refunded, voided',
};
/** As a run has it that has just begun. */
const turn = () => ({ since: '2026-01-01T00:00:00', busy_until: Date.now() + 15 * 60_000 });

/** What the orders of a WooCommerce shop stand for, as its example reads them. */
export function readWoo(
	orders: readonly unknown[],
	refunds: readonly WooRefund[] = [],
): JsonObject {
	const around = {
		Settings: itemsOf(wooSettings),
		'Take Turn': itemsOf(turn()),
		Orders: itemsOf(...orders),
	};
	const nodes = refunds.length > 0 ? { ...around, Refunds: itemsOf(...refunds) } : around;
	return wooOrders({ nodes })[0] ?? {};
}

export function readShopify(...orders: readonly unknown[]): JsonObject {
	const nodes = {
		Settings: itemsOf(shopifySettings),
		'Take Turn': itemsOf(turn()),
		Orders: itemsOf({ orders }),
	};
	return shopifyOrders({ nodes })[0] ?? {};
}

/** The data table, and what goes into it when orders are read. */
export class Ledger {
	readonly rows: JsonObject[] = [];

	/** Gives `event quantity` of each event that is made. */
	read(called: JsonObject, state = 'accepted'): string[] {
		const nodes = { 'Called With Orders': itemsOf(called) };
		const input = this.rows.length > 0 ? itemsOf(...this.rows) : itemsOf({});
		// The last row is sent first.
		const made = missing({ nodes, input }).reverse();
		this.rows.push(...made.map((row) => ({ ...row, state })));
		return made.map((row) => [row['event_name'], row['item_id'], row['quantity']].join(' '));
	}

	units(): number {
		return this.rows.reduce(
			(sum, { event_name: name, quantity }) =>
				sum + (name === 'purchase' ? 1 : -1) * Number(quantity),
			0,
		);
	}
}
