import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isObject } from '../n8n/json';
import { type Demo, pageLogin } from './demo';
import { products } from './shop/products';

/** Visits the shop as a browser with the script does. Says what it recommends before and after a view. */
export async function verifyShop({ emulator, shop, n8n }: Demo) {
	const page = await (await fetch(`${shop.url}/shop/seed-3`)).text();
	const visitor = { platform: 'web', anon_uid: randomUUID(), sid: randomUUID() };
	const post = async (path: string, body: string | URLSearchParams) =>
		await fetch(`${n8n.url}/webhook/${path}`, {
			...{ method: 'POST', headers: { origin: shop.url }, body },
			signal: AbortSignal.timeout(30_000),
		});
	const firstTitle = async (): Promise<string> => {
		const question = new URLSearchParams({ ...visitor, type: 'popular' });
		const answer: unknown = await (await post('kainic-recommendations', question)).json();
		const items = isObject(answer) && answer['source'] === 'kainic' ? answer['items'] : [];
		const first: unknown = Array.isArray(items) ? items[0] : undefined;
		return isObject(first) ? String(first['title']) : 'nothing';
	};
	const arrived = async (name: string): Promise<boolean> => {
		const isHere = () =>
			emulator.world.ledger.events.some(
				({ event }) => event['anon_uid'] === visitor.anon_uid && event['event_name'] === name,
			);
		for (let tries = 0; tries < 600 && !isHere(); tries += 1) await wait(100);
		return isHere();
	};
	const before = await firstTitle();
	const view = { ...visitor, event_name: 'product_view', item_id: 'seed-3' };
	await post('kainic-shop-events', JSON.stringify([view]));
	const isViewed = await arrived('product_view');
	const after = await firstTitle();
	const noted = await fetch(`${shop.url}/docs/examples.md`);
	const order = await placeOrder(shop.url, visitor.anon_uid);
	const health = await readHealth(n8n.url);
	const related = products.filter(({ category }) => category === 'running shoes');
	const checks = [
		[page.includes('<script src="/kainic.js"'), 'The page of the shop has no script.'],
		[noted.ok, 'The shop does not have the pages to which the notes of workflows link.'],
		[isViewed, 'The view did not arrive through shop-events.'],
		[related.some(({ title }) => title === after), 'The view did not change the recommendations.'],
		// n8n may send the first order only with its next scheduled run, within five minutes.
		[/number \d+/.test(order), `n8n did not take an order. The shop says: ${order}`],
		[health.includes('Kainic health'), 'The page Health does not open.'],
	] as const;
	return {
		lines: [
			`The shop recommends first:     ${before}`,
			`After a view of running shoes: ${after}`,
			`After an order, the shop says: ${order}`,
		],
		problems: checks.flatMap(([holds, text]) => (holds ? [] : [text])),
	};
}

/** Orders a product with the cookie of kainic.js. Returns what the shop answers. */
async function placeOrder(shopUrl: string, visitor: string): Promise<string> {
	const headers = { 'content-type': 'application/json', cookie: `kainic_anon_uid=${visitor}` };
	const request = { method: 'POST', headers, body: JSON.stringify({ 'seed-3': 1 }) };
	return await (await fetch(`${shopUrl}/orders`, request)).text();
}

async function readHealth(n8nUrl: string): Promise<string> {
	const login = Buffer.from(`${pageLogin.user}:${pageLogin.password}`).toString('base64');
	const headers = { authorization: `Basic ${login}` };
	return await (await fetch(`${n8nUrl}/webhook/kainic-health`, { headers })).text();
}
