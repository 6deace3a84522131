import {
	visitorMeta,
	wooLine,
	wooOrder,
	wooRefund,
	type WooCommerceShop,
	type WooLine,
	type WooOrder,
} from '../../../support/doubles/woocommerce';
import type { Random } from '../../../support/random';
import { brokenLines, brokenVisitor, customersOf, visitorOf, type ShopLife } from './shop-life';

const paid = ['processing', 'completed'];
const undone = ['cancelled', 'failed', 'refunded'];

export function wooLife(shop: WooCommerceShop): ShopLife {
	let ids = 1000;
	const newLine = (random: Random): WooLine =>
		wooLine((ids += 1), { quantity: random.between(1, 3), variation_id: random.oneOf([0, ids]) });

	const make = (random: Random, date: string, isPaid: boolean): void => {
		const isFirst = shop.orders.size === 0;
		const length = isFirst ? brokenLines : random.between(1, 3);
		const line_items = Array.from({ length }, () => newLine(random));
		const status =
			isFirst || isPaid ? 'processing' : random.oneOf(['pending', 'on-hold', 'processing']);
		const meta_data = [visitorMeta(visitorOf(shop.orders.size, random))];
		const dates = { date_modified_gmt: date };
		const order = wooOrder((ids += 1), { status, line_items, meta_data, ...dates });
		shop.orders.set(order.id, order);
	};

	const change = (order: WooOrder, random: Random, date: string): void => {
		const line = random.oneOf<WooLine>([
			order.line_items[0] ?? newLine(random),
			...order.line_items,
		]);
		switch (random.between(1, 8)) {
			case 1:
				line.quantity = random.between(1, 4);
				break;
			case 2:
				order.line_items.push(newLine(random));
				break;
			case 3:
				if (order.line_items.length > 1) order.line_items.pop();
				break;
			case 4:
				refund(order, line);
				break;
			case 7:
				order.date_created_gmt = null;
				break;
			case 8:
				// The shop does not find this refund.
				order.refunds.push({ id: (ids += 1), reason: '', total: '-1' });
				break;
			default:
				order.status = random.oneOf(['on-hold', 'quote', 'trash', ...paid, ...undone]);
		}
		order.date_modified_gmt = date;
	};

	const refund = (order: WooOrder, line: WooLine): void => {
		if (line.quantity <= back(line)) return;
		const made = wooRefund((ids += 1), [[line, 1]]);
		shop.refunds.set(order.id, [...(shop.refunds.get(order.id) ?? []), made]);
		order.refunds.push({ id: made.id, reason: made.reason, total: `-${made.amount}` });
	};

	const back = ({ id }: WooLine): number => {
		const parts = [...shop.refunds.values()].flat().flatMap(({ line_items: lines }) => lines);
		const own = parts.filter(({ meta_data: meta }) =>
			meta.some(({ value }) => value === String(id)),
		);
		return own.reduce((sum, { quantity }) => sum - quantity, 0);
	};

	/** Whether the workflow has to leave an order out. */
	const isOdd = ({ date_created_gmt: date, refunds, id }: WooOrder): boolean =>
		date === null || refunds.some((each) => !isFound(id, each));

	const isFound = (order: number, { id }: { readonly id: number }): boolean =>
		shop.refunds.get(order)?.some((refund) => refund.id === id) === true;

	const { now, act, sell } = customersOf(
		shop.orders,
		({ date_modified_gmt: date }) => date,
		make,
		change,
	);

	return {
		file: 'woocommerce-orders.json',
		settings: { shop: shop.url },
		faults: shop.faults,
		requests: shop.requests,
		act,
		sell,
		correct: (orderId, random) => {
			const [order, date] = [shop.orders.get(orderId), now(random)];
			if (order === undefined || date === undefined) return;
			if (random.between(1, 2) === 1) order.status = 'cancelled';
			else for (const line of order.line_items) line.quantity += 1;
			order.date_modified_gmt = date;
		},
		decide: (random, age) => {
			for (const order of shop.orders.values()) {
				const waits = ![...paid, ...undone].includes(order.status);
				if (!waits && !isOdd(order)) continue;
				const date = now(random, age);
				if (date === undefined) return false;
				if (waits) order.status = random.oneOf(['processing', 'cancelled']);
				order.date_created_gmt ??= date;
				order.refunds = order.refunds.filter((refund) => isFound(order.id, refund));
				order.date_modified_gmt = date;
			}
			return true;
		},
		kept: () => {
			const heard = [...shop.orders.values()].filter(({ meta_data: meta }) =>
				meta.every(({ value }) => value !== brokenVisitor),
			);
			const lines = heard.flatMap(({ id, status, line_items: all }) =>
				all.map((line) => {
					const units = paid.includes(status) ? Math.max(line.quantity - back(line), 0) : 0;
					return [`${id}:${line.id}`, units] as const;
				}),
			);
			return new Map(lines.filter(([, units]) => units > 0));
		},
	};
}
