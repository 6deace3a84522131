import { setTimeout as wait } from 'node:timers/promises';
import { unavailable, withFaults, type ShopFault } from '../../../support/doubles/server/faults';
import type { ShopRequest } from '../../../support/doubles/server/server';
import { askWebhook } from '../../../support/workflows/webhooks';
import type { Random } from '../../../support/random';
import { brokenLines, brokenVisitor, customersOf, visitorOf, type ShopLife } from './shop-life';

/** Seconds from one scheduled run to the next. */
const polls = 6;

type Line = { readonly item_id: number; line_id: number; quantity: number; price: string };

interface Order {
	readonly order_id: number;
	readonly anon_uid: string;
	/** The workflow has to refuse a date without an offset. */
	placed_at: '' | '2026-11-30';
	/** Empty if the shop does not know it. */
	changed_at: string;
	readonly lines: Line[];
}

/** A shop that posts each version of its orders until the workflow answers that it saved or refused the version. */
export function postedLife(shop: string): ShopLife {
	let ids = 800_000;
	const orders = new Map<number, Order>();
	const faults: ShopFault[] = [];
	const { requests, publish, post } = posterOf(faults);

	const newLine = (random: Random): Line => {
		const [quantity, price] = [random.between(1, 3), '100.0000'];
		return { item_id: (ids += 1), line_id: (ids += 1), quantity, price };
	};

	const make = (random: Random, date: string): void => {
		const length = orders.size === 0 ? brokenLines : random.between(1, 3);
		const lines = Array.from({ length }, () => newLine(random));
		const anon_uid = visitorOf(orders.size, random);
		const [order_id, isTimed] = [(ids += 1), random.between(1, 3) > 1];
		const changed_at = isTimed ? roughly(date, order_id) : '';
		const order: Order = { order_id, anon_uid, placed_at: '', changed_at, lines };
		orders.set(order_id, order);
		publish(order, date);
	};

	const change = (order: Order, random: Random, date: string): void => {
		const line = random.oneOf<Line>([order.lines[0] ?? newLine(random), ...order.lines]);
		// OpenCart gives all lines new IDs.
		for (const each of order.lines) each.line_id = ids += 1;
		switch (random.between(1, 7)) {
			case 1:
				order.lines.push(newLine(random));
				break;
			case 2:
				if (order.lines.length > 1) order.lines.pop();
				break;
			case 3:
				cancel(order);
				break;
			case 4:
				order.placed_at = '2026-11-30';
				break;
			case 5:
				line.price = `${random.between(1, 3)}.5000`;
				break;
			default:
				line.quantity = random.between(0, 4);
		}
		publish(order, date);
	};

	const { now, act, sell } = customersOf(orders, ({ changed_at: date }) => date, make, change);

	return {
		file: 'order-events-webhook.json',
		settings: { shop },
		polls,
		...{ faults, requests, act, sell, post },
		correct: (orderId, random) => {
			const [order, date] = [orders.get(orderId), now(random)];
			if (order === undefined || date === undefined) return;
			if (random.between(1, 2) === 1) cancel(order);
			else for (const line of order.lines) line.quantity += 1;
			publish(order, date);
		},
		decide: (random, age) => {
			for (const order of orders.values()) {
				if (order.placed_at === '') continue;
				const date = now(random, age);
				if (date === undefined) return false;
				order.placed_at = '';
				publish(order, date);
			}
			return true;
		},
		kept: () => {
			const heard = [...orders.values()].filter(({ anon_uid: id }) => id !== brokenVisitor);
			const lines = heard.flatMap(({ order_id: id, lines: all }) =>
				all.map((line) => [`${id}:${line.item_id}`, line.quantity] as const),
			);
			return new Map(lines.filter(([, units]) => units > 0));
		},
	};
}

function cancel({ lines }: Order): void {
	for (const line of lines) line.quantity = 0;
}

/** An order as it was after a change, how many of its posts wait for an answer, and how many got one. */
type Version = { readonly order: Order; waiting: number; answers: number };

function posterOf(faults: readonly ShopFault[]) {
	const versions: Version[] = [];
	const requests: ShopRequest[] = [];
	const versionsOf = ({ order: { order_id: id } }: Version) =>
		versions.filter(({ order }) => order.order_id === id);

	/** The workflow cannot know which version is newer if their times are equal or missing. So the shop posts them one after another. */
	const isInTurn = (version: Version): boolean => {
		const { changed_at: time } = version.order;
		const twins = versionsOf(version).filter(({ order }) => order.changed_at === time);
		const older = twins.slice(0, -1);
		return twins.at(-1) === version && older.every(({ waiting }) => waiting === 0);
	};

	const newestOf = (version: Version) => versionsOf(version).at(-1) ?? version;

	/** Whether a newer version was answered, so that this one arrives late. */
	const isLate = (version: Version): boolean =>
		version !== newestOf(version) && newestOf(version).answers > 0 && version.answers < 2;

	const postOne = async (url: string, version: Version): Promise<void> => {
		version.waiting += 1;
		const own = await askWebhook(url, version.order).catch(() => unavailable);
		version.waiting -= 1;
		const request = { path: '/orders', query: new URLSearchParams(), headers: {}, body: '' };
		requests.push(request);
		// The answer may be lost on its way to the shop.
		const { status, delay = 0 } = withFaults(faults, request, () => own);
		const isAnswer = status === own.status && delay < Infinity;
		if (isAnswer && [200, 400].includes(status)) version.answers += 1;
	};

	return {
		requests,
		/** The time of a version is never older than the time of the version before. */
		publish: (order: Order, date: string): void => {
			const time = roughly(date, order.order_id);
			if (order.changed_at !== '' && order.changed_at < time) order.changed_at = time;
			versions.push({ order: structuredClone(order), waiting: 0, answers: 0 });
		},
		/** Posts up to three orders that changed, and a version that comes late or again. */
		post: async (url: string): Promise<void> => {
			const all = versions.filter(isInTurn);
			const changed = all.filter((each) => each === newestOf(each) && each.answers === 0);
			const late = all.find(isLate) ?? all.at(-1) ?? [];
			const due = [changed.slice(0, 3), late].flat();
			await Promise.all(due.map(async (version) => await postOne(url, version)));
			// A scheduled run sends what was not sent yet.
			if (changed.length === 0) await wait(1_000 * polls);
		},
	};
}

/** A time of ten seconds, or of a minute for every other order, so that versions often have the same time. */
function roughly(date: string, order: number): string {
	return order % 2 === 0 ? `${date.slice(0, 16)}:00Z` : `${date.slice(0, 18)}0Z`;
}
