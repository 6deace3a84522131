import {
	wooLine,
	wooOrder,
	wooRefund,
	type WooCommerceShop,
} from '../../../support/doubles/woocommerce';

/** An order of two lines, of which the first has three units. */
export function placeOrder(shop: WooCommerceShop, id: number, placedAt: number): void {
	const date = new Date(placedAt).toISOString().slice(0, 19);
	const line_items = [wooLine(2 * id, { quantity: 3 }), wooLine(2 * id + 1)];
	shop.orders.set(
		id,
		wooOrder(id, { date_created_gmt: date, date_modified_gmt: date, line_items }),
	);
}

/** One unit of the first line comes back. */
export function refundUnit({ orders, refunds }: WooCommerceShop, id: number, at: number): void {
	const order = orders.get(id);
	const [line] = order?.line_items ?? [];
	if (order === undefined || line === undefined) throw new Error(`There is no order ${id}.`);
	const refund = wooRefund(1_000_000 + id, [[line, 1]]);
	refunds.set(id, [refund]);
	order.refunds.push({ id: refund.id, reason: refund.reason, total: `-${refund.amount}` });
	order.date_modified_gmt = new Date(at).toISOString().slice(0, 19);
}

/** The units that the customers kept, by `order:line`. */
export function unitsOf({ orders, refunds }: WooCommerceShop): Map<string, number> {
	const lines = [...orders.values()].flatMap(({ id, line_items: items }) =>
		items.map((line, place) => {
			const back = place === 0 && refunds.has(id) ? 1 : 0;
			return [`${id}:${line.id}`, line.quantity - back] as const;
		}),
	);
	return new Map(lines);
}
