import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isObject } from '../n8n/json';
import type { Demo } from './demo';
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
	const before = await firstTitle();
	const view = { ...visitor, event_name: 'product_view', item_id: 'seed-3' };
	await post('kainic-shop-events', JSON.stringify([view]));
	const arrived = () =>
		emulator.world.ledger.events.some(({ event }) => event['anon_uid'] === visitor.anon_uid);
	for (let tries = 0; tries < 100 && !arrived(); tries += 1) await wait(100);
	const after = await firstTitle();
	const noted = await fetch(`${shop.url}/docs/examples.md`);
	const related = products.filter(({ category }) => category === 'running');
	const checks = [
		[page.includes('<script src="/kainic.js"'), 'The page of the shop has no script.'],
		[noted.ok, 'The shop does not have the pages to which the notes of workflows link.'],
		[arrived(), 'The view did not arrive through shop-events.'],
		[related.some(({ title }) => title === after), 'The view did not change the recommendations.'],
	] as const;
	return {
		lines: [`The shop recommends first:     ${before}`, `After a view of running shoes: ${after}`],
		problems: checks.flatMap(([holds, text]) => (holds ? [] : [text])),
	};
}
