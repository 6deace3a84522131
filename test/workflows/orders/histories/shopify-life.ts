import {
	shopifyLine,
	shopifyOrder,
	shopifyRefund,
	type ShopifyLine,
	type ShopifyOrder,
	type ShopifyShop,
} from '../../../support/doubles/shopify';
import type { Random } from '../../../support/random';
import { brokenLines, brokenVisitor, customersOf, visitorOf, type ShopLife } from './shop-life';

const paid = ['paid', 'partially_refunded'];
const undone = ['refunded', 'voided'];

export function shopifyLife(shop: ShopifyShop): ShopLife {
	let ids = 500_000;
	const newLine = (random: Random): ShopifyLine =>
		shopifyLine((ids += 1), { quantity: random.between(1, 3) });

	const make = (random: Random, date: string, isPaid: boolean): void => {
		const isFirst = shop.orders.size === 0;
		const length = isFirst ? brokenLines : random.between(1, 3);
		const line_items = Array.from({ length }, () => newLine(random));
		const financial_status =
			isFirst || isPaid ? 'paid' : random.oneOf(['pending', 'authorized', 'paid']);
		const updated_at = `${date}Z`;
		const note_attributes = [
			{ name: 'kainic_anon_uid', value: visitorOf(shop.orders.size, random) },
		];
		const changes = { financial_status, line_items, updated_at, note_attributes };
		const order = shopifyOrder((ids += 1), changes);
		shop.orders.set(order.id, order);
	};

	const change = (order: ShopifyOrder, random: Random, date: string): void => {
		const line = random.oneOf<ShopifyLine>([
			order.line_items[0] ?? newLine(random),
			...order.line_items,
		]);
		switch (random.between(1, 8)) {
			case 1:
				addUnit(line);
				break;
			case 7:
				// An edit that takes a unit away.
				line.current_quantity = Math.max((line.current_quantity ?? line.quantity) - 1, 0);
				break;
			case 8:
				// The workflow has to leave it out.
				order.created_at = null;
				break;
			case 2:
				order.line_items.push(newLine(random));
				break;
			case 3:
				if (back(order, line) < line.quantity) {
					order.refunds.push(shopifyRefund((ids += 1), [[line, 1]]));
				}
				break;
			case 4:
				// Its product is deleted.
				Object.assign(line, { product_id: null, variant_id: null });
				break;
			case 5:
				order.cancelled_at = order.cancelled_at === null ? `${date}Z` : null;
				break;
			default:
				order.financial_status = random.oneOf(['pending', ...paid, ...undone]);
		}
		order.updated_at = `${date}+00:00`;
	};

	const { now, act, sell } = customersOf(shop.orders, ({ updated_at: date }) => date, make, change);

	return {
		file: 'shopify-orders.json',
		settings: { shop: shop.subdomain },
		faults: shop.faults,
		requests: shop.requests,
		act,
		sell,
		correct: (orderId, random) => {
			const [order, date] = [shop.orders.get(orderId), now(random)];
			if (order === undefined || date === undefined) return;
			if (random.between(1, 2) === 1) order.cancelled_at = `${date}Z`;
			else order.line_items.forEach(addUnit);
			order.updated_at = `${date}+00:00`;
		},
		decide: (random, age) => {
			for (const order of shop.orders.values()) {
				// A line that never had a product when it was read is a tip.
				const lost = order.line_items.filter(({ product_id: product }) => product === null);
				const waits = ![...paid, ...undone].includes(order.financial_status);
				// An order that nothing happens to is not given again.
				if (!waits && lost.length === 0 && order.created_at !== null) continue;
				const date = now(random, age);
				if (date === undefined) return false;
				for (const line of lost) {
					Object.assign(line, { product_id: 7000 + line.id, variant_id: 8000 + line.id });
				}
				order.created_at ??= `${date}Z`;
				if (waits) order.financial_status = random.oneOf(['paid', 'voided']);
				order.updated_at = `${date}+00:00`;
			}
			return true;
		},
		kept: () => {
			const heard = [...shop.orders.values()].filter(({ note_attributes: notes }) =>
				notes.every(({ value }) => value !== brokenVisitor),
			);
			const lines = heard.flatMap((order) =>
				order.line_items.map((line) => {
					const isKept = order.cancelled_at === null && paid.includes(order.financial_status);
					const left = Math.max(line.quantity - back(order, line), 0);
					const units = isKept ? Math.min(left, line.current_quantity ?? left) : 0;
					return [`${order.id}:${line.id}`, units] as const;
				}),
			);
			return new Map(lines.filter(([, units]) => units > 0));
		},
	};
}

function addUnit(line: ShopifyLine): void {
	line.quantity += 1;
	if (line.current_quantity !== undefined) line.current_quantity += 1;
}

function back({ refunds }: ShopifyOrder, { id }: ShopifyLine): number {
	const parts = refunds.flatMap(({ refund_line_items: lines }) => lines);
	const own = parts.filter(({ line_item_id: line }) => line === id);
	return own.reduce((sum, { quantity }) => sum + quantity, 0);
}
