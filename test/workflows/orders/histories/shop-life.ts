import type { JsonObject } from '../../../../tools/n8n/json';
import { maintenance, unavailable, type ShopFault } from '../../../support/doubles/server/faults';
import type { ShopAnswer, ShopRequest } from '../../../support/doubles/server/server';
import type { Random } from '../../../support/random';

/** Whether a request is for a page of orders, of either shop. */
export const isForOrders = ({ path }: ShopRequest) => /\/orders(\.json)?$/.test(path);

/** A shop whose orders change at random. */
export interface ShopLife {
	/** The example that reads its orders. */
	readonly file: string;
	readonly settings: JsonObject;
	/** Seconds from one run to the next, if the shop posts its orders. */
	readonly polls?: number;
	readonly faults: ShopFault[];
	/** What the workflow asked of it, or what it posted to the workflow. */
	readonly requests: readonly ShopRequest[];
	/** Makes an order, or changes one, unless too many changed just before. It becomes visible `age` seconds after its time. */
	act(random: Random, age?: number): void;
	/** A customer orders and pays at once, unless too many orders changed just before. */
	sell(random: Random): void;
	/** Posts orders to the workflow, in place of a start of the workflow that reads them. */
	post?(url: string): Promise<void>;
	/** The customer cancels this order, or takes one more of each line. */
	correct(orderId: number, random: Random): void;
	/** Pays or cancels the orders that wait, and corrects the ones that nobody can read, so that their units are certain; false if some of them have to wait for a moment. */
	decide(random: Random, age?: number): boolean;
	/** The units of each line, by `order:line`, that were paid for and kept, without those of the broken visitor. */
	kept(): ReadonlyMap<string, number>;
}

/** Kainic answers 500 to each event of this visitor. */
export const brokenVisitor = 'visitor-broken';

/** How many lines the first order of a shop has, which is the broken visitor's. A run sends no more events. */
export const brokenLines = 5;

/** The visitor of a new order: the broken one for the first order of a shop, and then in one case of eight. */
export function visitorOf(orders: number, random: Random): string {
	return orders === 0 || random.between(1, 8) === 1 ? brokenVisitor : 'visitor-1';
}

/** Any order, and in half of the cases one of the last two, which n8n may be sending. */
function changingOrder<Order>(orders: readonly Order[], random: Random): Order | undefined {
	const chosen = random.between(1, 2) === 1 ? orders.slice(-2) : orders;
	return chosen[random.between(0, chosen.length - 1)];
}

/** What customers of any shop do. `make` and `change` write the shop's own kind of order. */
export function customersOf<Order>(
	orders: ReadonlyMap<number, Order>,
	dateOf: (order: Order) => string,
	make: (random: Random, date: string, isPaid: boolean) => void,
	change: (order: Order, random: Random, date: string) => void,
): Pick<ShopLife, 'act' | 'sell'> & { now(random: Random, age?: number): string | undefined } {
	const now = (random: Random, age?: number): string | undefined =>
		lately(random, [...orders.values()].map(dateOf), age);
	return {
		now,
		act: (random, age) => {
			const date = now(random, age);
			if (date === undefined) return;
			const order = changingOrder([...orders.values()], random);
			if (order === undefined || random.between(1, 3) === 1) make(random, date, false);
			else change(order, random, date);
		},
		sell: (random) => {
			const date = now(random);
			if (date !== undefined) make(random, date, true);
		},
	};
}

/** What one request of the shop gets instead of its answer. In half of the cases, an order changes just before the answer is made, and another, which took longer, while it is on its way. */
export function randomFault(random: Random, life: Pick<ShopLife, 'act'>): ShopFault {
	const late: ShopFault['answer'] = (own) => {
		life.act(random, 0);
		const answer = structuredClone(own());
		life.act(random, maxAge);
		return { ...answer, delay: 3_500 };
	};
	const broken = random.oneOf<ShopFault['answer']>([
		() => unavailable,
		() => maintenance,
		() => ({ status: 429, headers: { 'retry-after': '1' }, body: 'Too many requests' }),
		(own) => ({ ...own(), delay: Infinity }),
		(own) => cutInHalf(own()),
		// A proxy drops the link to the next page.
		(own) => ({ ...own(), headers: {} }),
	]);
	const answer = random.between(1, 2) === 1 ? late : broken;
	return { concerns: () => true, answer, times: random.between(1, 3) };
}

function cutInHalf({ status, body }: ShopAnswer): ShopAnswer {
	const text = JSON.stringify(body);
	return { status, body: text.slice(0, text.length / 2) };
}

/** How many orders a page of a shop holds: so few that runs read several pages, and find orders on two of them. */
export const ordersOfPage = 4;

/** Seconds after which a change is visible at the latest. */
export const maxAge = 3;

/**
 * A second of UTC, as both shops write it: a moment ago, since a change becomes visible after its time.
 * A whole page of orders never changes in one second, since the workflows cannot read more: undefined
 * if no second is left.
 */
function lately(
	random: Random,
	changes: readonly string[],
	age = random.between(0, maxAge),
): string | undefined {
	const seconds = Array.from({ length: maxAge + 1 }, (_, more) =>
		new Date(Date.now() - ((age + more) % (maxAge + 1)) * 1_000).toISOString().slice(0, 19),
	);
	const ordersOf = (second: string) => changes.filter((date) => date.startsWith(second)).length;
	return seconds.find((second) => ordersOf(second) < ordersOfPage - 1);
}
