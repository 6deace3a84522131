import { DateTime } from 'luxon';
import type { JsonObject } from '../../../tools/n8n/json';
import { type ShopFault, withFaults } from '../../support/doubles/server/faults';
import {
	attribute,
	newShop,
	shopifyLine,
	shopifyOrder,
	type ShopifyOrder,
} from '../../support/doubles/shopify';
import { answer as answerOfShopify } from '../../support/doubles/shopify/shop';
import {
	visitorMeta,
	withoutProduct,
	wooLine,
	wooOrder,
	type WooOrder,
	type WooRefund,
} from '../../support/doubles/woocommerce';
import { answer as answerOfWooCommerce } from '../../support/doubles/woocommerce/shop';
import type { Shop } from './http-request';
import type { Line, Order } from './ledger';

/** What sets one shop apart from another. */
interface Place {
	readonly name: string;
	readonly zone: string;
}

/** The ID of a posted line holds its currency, so both shops have one. It is not that of the doubles. */
export const currency = 'CHF';

/** The shops of an n8n. */
export const places = [
	{ name: 'demo-shop', zone: 'UTC' },
	{ name: 'other-shop', zone: 'Europe/Berlin' },
] as const;

/** A kind of shop, which shows a ledger to its workflow. */
export interface ShopOfKind {
	readonly file: string;
	readonly settings: JsonObject;
	/** How many orders may change in one second. */
	readonly sameSecond: number;
	/** The product of a line, as the events name it. */
	itemOf(line: Line): number;
	/** Whether the shop still says what was bought, if it was deleted. */
	readonly namesDeleted: boolean;
	/** Makes the present state of an order visible. */
	publish(order: Order): void;
	/** Answers the workflow, or undefined if the shop posts its orders. */
	readonly answer?: Shop;
	readonly faults: ShopFault[];
	readonly posts?: Posts;
}

/** How many orders a page holds: so few that a run reads several pages. */
export const ordersOfPage = 4;

/** How many pages of Shopify a run reads. */
export const pagesOfRun = 3;

const utc = (time: number): string => new Date(time).toISOString().slice(0, 19);
const local = (time: number, zone: string) =>
	DateTime.fromMillis(time, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");

const cents = (amount: number): number => Number(amount.toFixed(2));

/** Another world may look at its orders and refunds. */
export function wooCommerce(
	{ name }: Place,
	orders = new Map<number, WooOrder>(),
	refunds = new Map<number, WooRefund[]>(),
): ShopOfKind {
	const faults: ShopFault[] = [];
	const shop = { orders, refunds, faults, products: [], variations: new Map(), requests: [] };
	// The other shop does not have the plugin.
	const namesDeleted = name === places[0].name;
	const lineOf = (line: Line) => ({
		...wooLineOf(line, namesDeleted),
		...(namesDeleted && { kainic_bought: boughtOf(line) }),
	});
	return {
		...{ file: 'woocommerce-orders.json', settings: { shop: `https://${name}.example/` }, faults },
		...{ sameSecond: Infinity, itemOf: variationOf, namesDeleted },
		answer: (request) => withFaults(faults, request, () => answerOfWooCommerce(shop, request)),
		publish: (order) => {
			const { id, visitor, changedAt, placedAt, lines } = order;
			const statuses = {
				paid: 'processing',
				waiting: 'on-hold',
				cancelled: 'cancelled',
				trashed: 'trash',
			};
			const lost = order.hasLostRefund ? [{ id: id * 1_000, reason: '', total: '-1' }] : [];
			refunds.set(id, order.refunds.map(wooRefundOf));
			const changed: Partial<WooOrder> = {
				...{ status: statuses[order.status], currency },
				...{ date_created_gmt: order.hasDate ? utc(placedAt) : null, customer_id: 0 },
				date_modified_gmt: utc(changedAt),
				meta_data: visitor === null ? [] : [visitorMeta(visitor)],
				line_items: lines.filter(({ isRemoved }) => !isRemoved).map(lineOf),
				refunds: [
					...order.refunds.map((each) => ({ id: each.id, reason: '', total: '-1' })),
					...lost,
				],
			};
			orders.set(id, wooOrder(id, changed));
		},
	};
}

const variantOf = ({ product }: Line): number => product + 50_000;

/** A third of the products have variations. */
const boughtOf = (line: Line) => ({
	product_id: line.product,
	variation_id: line.id % 3 === 0 ? variantOf(line) : 0,
});

const variationOf = (line: Line): number => boughtOf(line).variation_id || line.product;

/** With the plugin, only the variation was deleted: WooCommerce names its product. Without it, nobody can tell the two. */
function wooLineOf(line: Line, hasPlugin: boolean) {
	const { id, prices, ordered: quantity } = line;
	const bought = boughtOf(line);
	const parent = { ...bought, variation_id: 0, sku: 'parent' };
	const left = hasPlugin && bought.variation_id > 0 ? parent : withoutProduct;
	const ids = line.isGone ? left : bought;
	const price = prices.at(-1) ?? 0;
	line.shown.add(cents(price * quantity) / quantity);
	return wooLine(id, { quantity, price, ...ids });
}

function wooRefundOf({ id, line, units }: Order['refunds'][number]): WooRefund {
	const meta_data = [{ id: 9_000, key: '_refunded_item_id', value: String(line.id) }];
	const line_items = [{ ...wooLineOf(line, false), id: id * 100, quantity: -units, meta_data }];
	return { id, date_created_gmt: utc(Date.now()), amount: '1.00', reason: '', line_items };
}

export function shopify({ name }: Place, orders = new Map<number, ShopifyOrder>()): ShopOfKind {
	const faults: ShopFault[] = [];
	const shop = { ...newShop(), orders, faults };
	// A run reads two seconds again.
	const sameSecond = (pagesOfRun * ordersOfPage) / 2 - 1;
	return {
		...{ file: 'shopify-orders.json', settings: { shop: name }, faults },
		...{ sameSecond, itemOf: variantOf, namesDeleted: false },
		answer: (request) => withFaults(faults, request, () => answerOfShopify(shop, request)),
		publish: (order) => {
			const { id, visitor, status, changedAt, placedAt, lines } = order;
			const isUndone = status === 'cancelled' || status === 'trashed';
			const changed: Partial<ShopifyOrder> = {
				createdAt: order.hasDate ? `${utc(placedAt)}Z` : null,
				...{ updatedAt: `${utc(changedAt)}Z`, currencyCode: currency },
				displayFinancialStatus: status === 'waiting' ? 'PENDING' : 'PAID',
				cancelledAt: isUndone ? `${utc(changedAt)}Z` : null,
				...attributesOf(visitor, id),
				lineItems: lines.map((line) => shopifyLineOf(line, visitor, id)),
			};
			orders.set(id, shopifyOrder(id, changed));
		},
	};
}

/** Of a third of the orders, *Buy it now* left the attributes of the cart out. */
const isBoughtNow = (id: number): boolean => id % 3 === 0;

/** The visitor as an attribute of the cart. */
const attributesOf = (visitor: string | null, id: number) => ({
	customAttributes:
		visitor === null || isBoughtNow(id) ? [] : [attribute('kainic_anon_uid', visitor)],
});

/** Shopify has a price in cents, and a discount for all units of a line. */
const listPrice = (price: number): number => Math.ceil(price);
const discountOf = (price: number, units: number): number =>
	cents((listPrice(price) - price) * units);

/** An edit that takes units away leaves the quantity as it was. */
function shopifyLineOf(line: Line, visitor: string | null, order: number) {
	const { id, product, prices, ordered, peak: quantity, back, isRemoved, isGone } = line;
	const [paid = 0] = prices.slice(-1);
	const discount = discountOf(paid, quantity).toFixed(2);
	line.shown.add(listPrice(paid) - discountOf(paid, quantity) / quantity);
	const amounts = { price: listPrice(paid).toFixed(2), discount };
	const currentQuantity = isRemoved ? 0 : ordered - back;
	// A third of the lines lost only their variant.
	const ids = {
		product: isGone && id % 3 !== 0 ? null : product,
		variant: isGone ? null : variantOf(line),
	};
	const hidden = visitor !== null && isBoughtNow(order);
	const customAttributes = hidden ? [attribute('_kainic_anon_uid', visitor)] : [];
	return shopifyLine(id, { ...ids, quantity, currentQuantity, ...amounts, customAttributes });
}

/** A version of an order as the shop posts it, with the posts that wait for an answer and those that got one. */
export interface Version {
	readonly order: number;
	/** Empty if the shop does not know it. */
	readonly changedAt: string;
	readonly body: JsonObject;
	waiting: number;
	answers: number;
}

/** The versions of the orders of a shop that posts them. */
export class Posts {
	readonly versions: Version[] = [];

	constructor(private readonly place: Place) {}

	add(order: Order): void {
		const { id, visitor, status, placedAt, changedAt } = order;
		const isEmpty = order.lines.every(({ isRemoved }) => isRemoved);
		// A removed line is not there any more. But an order has lines.
		for (const { prices, shown } of order.lines) shown.add(prices.at(-1) ?? 0);
		const lines = order.lines
			.filter(({ isRemoved }) => !isRemoved || isEmpty)
			.map((line) => ({
				...{ item_id: String(line.product), line_id: String(line.id), price: line.prices.at(-1) },
				quantity: status === 'paid' && !line.isRemoved ? line.ordered - line.back : 0,
			}));
		// A shop may know the second of a change, only its minute, or nothing.
		const known = [changedAt, changedAt - (changedAt % 60_000), null][id % 3] ?? null;
		const changed_at = known === null ? '' : this.textOf(known);
		const placed_at = order.hasDate ? this.textOf(placedAt) : '2026-03-01';
		const body = {
			order_id: String(id),
			anon_uid: visitor,
			currency,
			placed_at,
			changed_at,
			lines,
		};
		if (status === 'waiting') return;
		const time = known === null ? '' : utc(known);
		this.versions.push({ order: id, changedAt: time, body, waiting: 0, answers: 0 });
	}

	/** A shop may write its own time without a time zone; or now UTC, and then another time zone. */
	private textOf(time: number): string {
		const { zone } = this.place;
		if (zone !== 'UTC') return local(time, zone).slice(0, 19);
		return local(time, this.versions.length % 2 === 0 ? zone : 'Europe/Berlin');
	}

	/** The versions that the shop posts now. Of two with the same time, it posts the older one first. */
	due(what: 'changed' | 'late' | 'again'): Version[] {
		const inTurn = this.versions.filter((version) => {
			const twins = this.of(version).filter(({ changedAt }) => changedAt === version.changedAt);
			return twins.at(-1) === version && twins.slice(0, -1).every(({ waiting }) => waiting === 0);
		});
		const newest = inTurn.filter((each) => this.of(each).at(-1) === each);
		if (what === 'changed') return newest.filter(({ answers }) => answers === 0).slice(0, 3);
		if (what === 'again') return newest.slice(-1);
		const isLate = (each: Version) => (this.of(each).at(-1)?.answers ?? 0) > 0 && each.answers < 2;
		return inTurn.filter((each) => !newest.includes(each) && isLate(each)).slice(-1);
	}

	private of({ order }: Version): Version[] {
		return this.versions.filter((each) => each.order === order);
	}
}

export function posted(place: Place): ShopOfKind {
	const { name: shop, zone } = place;
	const posts = new Posts(place);
	const time_zone = zone === 'UTC' ? '' : zone;
	return {
		...{ file: 'order-events-webhook.json', settings: { shop, time_zone }, faults: [] },
		...{ sameSecond: Infinity, itemOf: ({ product }) => product, posts, namesDeleted: true },
		publish: (order) => posts.add(order),
	};
}

export type Kind = 'woocommerce' | 'shopify' | 'posted';
export const kinds: Readonly<Record<Kind, (place: Place) => ShopOfKind>> = {
	...{ woocommerce: wooCommerce, shopify, posted },
};
