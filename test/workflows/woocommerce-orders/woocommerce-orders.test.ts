import { compileFunction } from 'node:vm';
import { openWooCommerce, wooOrder, type WooCommerceShop } from '../../support/doubles/woocommerce';
import { parseWorkflow } from '../../../tools/n8n/workflows';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { readWoo } from '../orders/find-events';
import { folder, settingsOf } from '../../support/workflows/code-node';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const file = 'woocommerce-orders.json';
const { nodes } = parseWorkflow(readFileSync(path.join(folder, file), 'utf8'));
const parameters = objectOf(nodes.find(({ name }) => name === 'Read Orders')?.['parameters'], file);
const pagination = Object(parameters['options']).pagination.pagination;

/** Evaluates a parameter as n8n does, with these names. */
function evaluate(text: string, names: JsonObject): unknown {
	const [, expression] = /^=\{\{(.*)\}\}$/s.exec(text) ?? [];
	if (expression === undefined) return text;
	const run = compileFunction(`return ${expression}`, Object.keys(names));
	return Reflect.apply(run, undefined, Object.values(names));
}

const nodesOf = (progress: JsonObject) => (name: string) => {
	const item = { json: name === 'Your Shop' ? settingsOf(file) : progress };
	return { first: () => item, all: () => [item] };
};

interface Page {
	readonly ids: number[];
	readonly orders: JsonObject[];
}

/** The pages that one run reads, as n8n's HTTP Request pages. */
async function readPages(
	{ url, consumerKey, consumerSecret }: WooCommerceShop,
	progress: JsonObject,
	between: (page: Page) => void = () => undefined,
): Promise<Page[]> {
	const names = { $: nodesOf(progress) };
	const base = objectsIn(Object(parameters['queryParameters']).parameters).map(
		({ name, value }) => [name, evaluate(String(value), names)] as const,
	);
	const $request = { qs: Object.fromEntries(base) };
	const authorization = `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`;
	const pages: Page[] = [];
	let $response: JsonObject = {};
	for (;;) {
		const known = { ...names, $request, $response, $pageCount: pages.length };
		const changed = objectsIn(pagination.parameters.parameters).map(
			({ name, value }) => [name, evaluate(String(value), known)] as const,
		);
		const query = new URLSearchParams({ ...$request.qs, ...Object.fromEntries(changed) });
		const response = await fetch(`${url}/wp-json/wc/v3/orders?${query.toString()}`, {
			headers: { authorization },
		});
		const orders = objectsIn(await response.json());
		const page = { ids: orders.map(({ id }) => Number(id)), orders };
		pages.push(page);
		$response = { body: orders, statusCode: response.status };
		const after = { ...known, $response, $pageCount: pages.length };
		if (pages.length >= pagination.maxRequests) return pages;
		if (evaluate(pagination.completeExpression, after) === true) return pages;
		between(page);
	}
}

const objectsIn = (value: unknown) =>
	arrayOf(value, 'a list').map((each) => objectOf(each, 'an entry'));

/** Reads run after run, as the schedule does, until two runs in a row have read nothing new. Returns what each run read. */
async function readAll(
	shop: WooCommerceShop,
	between?: (page: Page) => void,
): Promise<{ read: Set<number>; runs: number[][] }> {
	const { orders_since: day } = settingsOf(file);
	const read = new Set<number>();
	const runs: number[][] = [];
	for (let [since, idle] = [`${String(day)}T00:00:00`, 0]; idle < 2;) {
		const pages = await readPages(shop, { since, orders_since: day }, between);
		const orders = pages.flatMap((page) => page.orders);
		const before = read.size;
		for (const { id } of orders) read.add(Number(id));
		runs.push(pages.map(({ ids }) => ids.length));
		idle = read.size === before ? idle + 1 : 0;
		const work = readWoo(orders.length > 0 ? orders : [{}])({ progress: { since } });
		since = String(objectOf(work['next'], 'next')['since']);
	}
	return { read, runs };
}

let shop: WooCommerceShop;
beforeAll(async () => {
	shop = await openWooCommerce();
});
afterEach(() => shop.reset());
afterAll(async () => await shop.close());

const start = Date.parse('2026-01-05T00:00:00Z');
const second = (number: number) => new Date(start + number * 1_000).toISOString().slice(0, 19);

function place(id: number, date: string): void {
	shop.orders.set(id, wooOrder(id, { date_created_gmt: date, date_modified_gmt: date }));
}

const all = (count: number) => new Set(Array.from({ length: count }, (_, index) => index + 1));

test('3,000 orders of which 300 changed in one second are all read, and no run reads more than 1,400', async () => {
	for (let id = 1; id <= 3_000; id += 1) place(id, second(id > 1_400 && id <= 1_700 ? 1_400 : id));
	const { read, runs } = await readAll(shop);
	expect(read).toEqual(all(3_000));
	expect(Math.max(...runs.map((pages) => pages.reduce((a, b) => a + b)))).toBeLessThanOrEqual(
		1_400,
	);
});

test.each([
	['100 orders', 100, 0, 0],
	['101 orders', 101, 0, 0],
	['300 orders behind 50 others', 300, 50, 0],
	['300 orders in front of 1,100 others', 300, 0, 1_100],
	['two seconds of 150 orders', 150, 0, -150],
])('%s that changed in one second are read', async (_, many, before, after) => {
	for (let id = 1; id <= before; id += 1) place(id, second(id));
	for (let id = before + 1; id <= before + many; id += 1) place(id, second(1_000));
	for (let id = 1; id <= Math.abs(after); id += 1)
		place(before + many + id, second(1_000 + (after < 0 ? 1 : id)));
	const { read } = await readAll(shop);
	expect(read).toEqual(all(before + many + Math.abs(after)));
});

test('no order is missed if others of its second change again while the pages are read', async () => {
	for (let id = 1; id <= 500; id += 1) place(id, second(1_000));
	let changes = 0;
	const { read } = await readAll(shop, ({ ids }) => {
		// So a later page begins at orders that would have been on an earlier one.
		for (const id of ids.slice(0, 8)) place(id, second(2_000 + (changes += 1)));
	});
	expect(read).toEqual(all(500));
});

test('the shop is asked for the statuses of the settings, those in the trash too', async () => {
	place(1, second(1));
	for (const [id, status] of ['trash', 'pending', 'checkout-draft', 'on-hold'].entries())
		shop.orders.set(id + 2, wooOrder(id + 2, { status, date_modified_gmt: second(id) }));
	const { read } = await readAll(shop);
	expect(read).toEqual(new Set([1, 2, 5]));
});
