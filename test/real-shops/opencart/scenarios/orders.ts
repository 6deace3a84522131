import assert from 'node:assert/strict';
import { objectOf, type JsonObject } from '../../../../tools/n8n/json';
import { shopKey } from '../../../support/doubles/all-doubles';
import { deleteDataTables, tableRows, until } from '../../../support/workflows/data-tables';
import { patience } from '../../browser';
import type { Admin } from '../people';
import { assertOnce, eventsIn } from '../../shop-stage';
import { test, type RealShop } from '../opencart-stage';

const table = 'Kainic order events';

const [macbook, phone, shirt] = [43, 40, 60];
const sizes = { small: { 300: '301' }, large: { 300: '303' } };
const status = { complete: 5, canceled: 7, refunded: 11 };

/** What visitors who agreed keep: units of each product at each price, with tax, in the currency of the order. */
const kept = `
	SELECT o.order_id, l.product_id, o.currency_code, SUM(l.quantity) AS units,
		ROUND((l.price + l.tax) * o.currency_value, 2) AS price
	FROM oc_order o JOIN oc_order_product l USING (order_id) JOIN oc_kainic_order k USING (order_id)
	WHERE k.anon_uid <> '' AND o.order_status_id NOT IN (0, 7, 8, 10, 11, 12, 13, 14, 16)
	GROUP BY o.order_id, l.product_id, price, o.currency_code`;

/** The same as Kainic has it after all events. Events with one ID count once. */
function held(real: RealShop): string[] {
	const different = new Map(eventsIn(real).map((event) => [event['event_id'], event]));
	const units = new Map<string, number>();
	for (const event of different.values()) {
		const { event_name: name, order_id, item_id, price, currency, quantity } = event;
		const line = [order_id, item_id, price, currency].join(' ');
		const sign = name === 'purchase' ? 1 : -1;
		units.set(line, (units.get(line) ?? 0) + sign * Number(quantity));
	}
	return [...units].filter(([, count]) => count !== 0).map(([line, count]) => `${line}: ${count}`);
}

const lineOf = (row: JsonObject): string =>
	`${String(row['order_id'])} ${String(row['product_id'])} ${Number(row['price'])} ${String(row['currency_code'])}: ${Number(row['units'])}`;

/** Calls what the pages of the shop call, until nothing is left to post, and waits until Kainic has what the database has. */
async function settle(real: RealShop): Promise<void> {
	const { shop } = real;
	const visitor = await shop.visitor();
	await until(async () => {
		await visitor.text('/index.php?route=extension/kainic/order.send');
		const waiting = await shop.rows(
			'SELECT answer FROM oc_kainic_order WHERE json IS NOT NULL AND status <> 200',
		);
		return waiting.length === 0;
	}, 120_000);
	const expected = (await shop.rows(kept)).map(lineOf).sort();
	await until(() => held(real).sort().join() === expected.join(), 120_000).catch(() => {
		assert.deepEqual(held(real).sort(), expected);
	});
	assert.equal(shop.takeLog(), '');
}

async function lastOrder({ shop }: RealShop): Promise<string> {
	const [row] = await shop.rows('SELECT MAX(order_id) AS id FROM oc_order');
	return String(row?.['id']);
}

test('OpenCart: Kainic has what the database has after each change of orders, with the visitor and the customer', async (real) => {
	const { shop, n8n } = real;
	await real.publish('order-events-webhook.json');
	const eventsOf = (order: string) => eventsIn(real).filter(({ order_id: id }) => id === order);
	const admin: Admin = await shop.admin();

	const guest = await shop.visitor({ kainic_anon_uid: 'visitor-1' });
	await guest.add(macbook, 2);
	await guest.add(shirt, 1, sizes.small);
	await guest.add(shirt, 1, sizes.large);
	await guest.order();
	const first = await lastOrder(real);
	await settle(real);
	assert.equal(eventsOf(first).length, 3);
	for (const { anon_uid, uid, currency } of eventsOf(first))
		assert.deepEqual([anon_uid, uid, currency], ['visitor-1', undefined, 'EUR']);

	// Each save in the admin gives all lines other IDs.
	const ids = 'SELECT order_product_id FROM oc_order_product ORDER BY order_product_id';
	const before = await shop.rows(ids);
	const shirts = [
		{ product_id: shirt, quantity: 1, option: sizes.small },
		{ product_id: shirt, quantity: 1, option: sizes.large },
	];
	await admin.edit(Number(first), [{ product_id: macbook, quantity: 2 }, ...shirts]);
	assert.notDeepEqual(await shop.rows(ids), before);
	await settle(real);
	assert.equal(eventsOf(first).length, 3);
	await admin.edit(Number(first), [{ product_id: macbook, quantity: 1 }, ...shirts]);
	await settle(real);
	assert.deepEqual(
		eventsOf(first)
			.map(({ event_name: name }) => name)
			.slice(3),
		['refund'],
	);

	const customer = await shop.visitor({ kainic_anon_uid: 'visitor-2' });
	await customer.chooseCurrency('GBP');
	await customer.add(phone, 2);
	await customer.order({ email: 'grace@shop.example', password: 'a-password' });
	const second = await lastOrder(real);
	await settle(real);
	const [bought] = eventsOf(second);
	const [{ customer_id: id } = {}] = await shop.rows(
		'SELECT MAX(customer_id) AS customer_id FROM oc_customer',
	);
	const buyer = {
		anon_uid: 'visitor-2',
		uid: `customer-${String(id)}`,
		currency: 'GBP',
		price: 103.02,
	};
	assert.deepEqual(bought, { ...bought, ...buyer });
	const [{ placed } = {}] = await shop.rows(
		`SELECT UNIX_TIMESTAMP(date_added) AS placed FROM oc_order WHERE order_id = ${second}`,
	);
	assert.equal(Date.parse(String(Object(bought).occurred_at)) / 1000, Number(placed));

	// A special ends, and the owner saves the order again.
	await shop.set('module_kainic_key', 'wrong');
	await admin.edit(Number(second), [{ product_id: phone, quantity: 1 }], 'EUR');
	await (await shop.visitor()).text('/index.php?route=extension/kainic/order.send');
	const [row] = await shop.rows(
		`SELECT status, answer FROM oc_kainic_order WHERE order_id = ${second}`,
	);
	assert.deepEqual(row, { status: '403', answer: 'Authorization data is wrong!' });
	await shop.set('module_kainic_key', 'of-the-shop');
	await settle(real);
	assert.deepEqual(
		eventsOf(second).map((event) =>
			[event['event_name'], event['quantity'], event['price'], event['currency']].join(' '),
		),
		['purchase 2 103.02 GBP', 'refund 2 103.02 GBP', 'purchase 1 121.2 EUR'],
	);

	const stranger = await shop.visitor();
	await stranger.add(phone);
	await stranger.order();
	const third = await lastOrder(real);
	await settle(real);
	const statesOf = async (order: string) => {
		const rows = await tableRows(n8n, table);
		const lines = rows.filter((each) => each['order_id'] === order && each['line_id']);
		return lines.map(({ state }) => state).join();
	};
	await until(async () => (await statesOf(third)) === 'no_visitor', 120_000);
	assert.deepEqual(eventsOf(third), []);

	await admin.setStatus(Number(first), status.complete);
	await settle(real);
	await admin.setStatus(Number(first), status.canceled);
	await settle(real);
	await admin.setStatus(Number(first), status.complete);
	await settle(real);
	await admin.setStatus(Number(first), status.refunded);
	await admin.delete(Number(second));
	await settle(real);
	assert.deepEqual(held(real), []);
	assertOnce(real);
});

/** How many posts arrive at the same moment. */
const burst = 15;

/** How often, each time as the first posts of a shop. */
const rounds = 3;

test(`OpenCart: of ${burst} posts at the same moment, of different orders, of one, and of two versions of one, each event arrives once`, async (real) => {
	const { shop, n8n } = real;
	const written: Posted[] = [];
	while (written.length < burst) {
		const guest = await shop.visitor({ kainic_anon_uid: `visitor-${written.length}` });
		await guest.add(phone, 2);
		await guest.order();
		written.push(await postedOf(real, await lastOrder(real)));
	}
	const [old, ...others] = written;
	assert.ok(old);
	await (await shop.admin()).edit(Number(old.order), [{ product_id: phone, quantity: 1 }]);
	const edited = await postedOf(real, old.order);
	const bursts = [
		[edited, ...others],
		written.map(() => edited),
		written.map((_, index) => (index % 2 === 0 ? old : edited)),
	];
	await real.publish('order-events-webhook.json');
	const arrived = async (posted: readonly Posted[]): Promise<void> => {
		await until(async () => {
			const rows = (await tableRows(n8n, table)).filter((row) => row['event_name'] === 'order');
			return rows.length > 0 && rows.every((row) => row['posted'] === null);
		}, patience);
		const isPosted = (row: JsonObject) => posted.some(({ order }) => order === row['order_id']);
		const expected = (await shop.rows(kept)).filter(isPosted).map(lineOf).sort();
		assert.ok(expected.length > 0);
		assert.deepEqual(held(real).sort(), expected);
		assertOnce(real);
	};
	for (const posts of bursts)
		for (let round = 0; round < rounds; round += 1) {
			await deleteDataTables(n8n);
			real.emulator.reset();
			const answers = posts.map(async ({ json }) => await post(real, json));
			assert.deepEqual(new Set(await Promise.all(answers)), new Set([200]));
			await arrived(posts);
		}
	// The shop posts the same orders again.
	await (await shop.visitor()).text('/index.php?route=extension/kainic/order.send');
	await arrived(written);
});

test('OpenCart: the page hears the price of the option that was put into the cart', async ({
	shop,
}) => {
	const guest = await shop.visitor();
	const prices: unknown[] = [];
	for (const size of [sizes.small, sizes.large, sizes.small]) {
		const answer = await guest.add(shirt, 1, size);
		prices.push(objectOf(answer['kainic'], 'what the page hears')['price']);
	}
	await guest.order();
	const lines = await shop.rows(
		`SELECT ROUND(price + tax, 2) AS price FROM oc_order_product
			WHERE order_id = (SELECT MAX(order_id) FROM oc_order) ORDER BY price`,
	);
	const [small, large] = lines.map(({ price }) => Number(price));
	assert.notEqual(small, large);
	assert.deepEqual(prices, [small, large, small]);
});

/** What the shop posts about an order. */
interface Posted {
	readonly order: string;
	readonly json: string;
}

async function postedOf({ shop }: RealShop, order: string): Promise<Posted> {
	const [row] = await shop.rows(`SELECT json FROM oc_kainic_order WHERE order_id = ${order}`);
	return { order, json: String(row?.['json']) };
}

async function post({ n8n }: RealShop, body: string): Promise<number> {
	const headers = { 'content-type': 'application/json', [shopKey.name]: shopKey.value };
	const init = { method: 'POST', headers, body };
	return (await fetch(`${n8n.url}/webhook/kainic-order`, init)).status;
}
