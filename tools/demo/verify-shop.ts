import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isObject } from '../n8n/json';
import type { Demo } from './demo';
import { products } from './shop/products';

/** Visits the shop as a browser with the script does, and compares what arrives and what comes back. */
export async function verifyShop({ emulator, shop, n8n }: Demo) {
	const page = await (await fetch(`${shop.url}/shop/seed-3`)).text();
	const visitor = { platform: 'web', anon_uid: randomUUID(), sid: randomUUID() };
	const post = async (path: string, body: string | URLSearchParams) =>
		await fetch(`${n8n.url}/webhook/${path}`, {
			...{ method: 'POST', headers: { origin: shop.url }, body },
			signal: AbortSignal.timeout(30_000),
		});
	const recommended = async () => {
		const question = new URLSearchParams({ ...visitor, type: 'popular' });
		const answer: unknown = await (await post('kainic-recommendations', question)).json();
		return cardsIn(answer);
	};
	const before = await recommended();
	const view = { ...visitor, event_name: 'product_view', item_id: 'seed-3' };
	const { status } = await post('kainic-shop-events', JSON.stringify([view]));
	const arrived = () =>
		emulator.world.ledger.events.filter(({ event }) => event['anon_uid'] === visitor.anon_uid);
	for (let tries = 0; tries < 100 && arrived().length === 0; tries += 1) await wait(100);
	const after = await recommended();
	const [first] = after;
	const related = products.filter(({ category }) => category === 'running');
	const checks = [
		[page.includes('<script src="/kainic.js"'), 'The page of the shop has no script.'],
		[status === 200 && arrived().length === 1, 'The view did not arrive through shop-events.'],
		[after.length > 0 && after.every(isCard), 'The recommendations cannot be shown as cards.'],
		[
			isObject(first) && related.some(({ title }) => title === first['title']),
			'The view did not change what the shop recommends.',
		],
	] as const;
	return {
		lines: [
			`The shop recommends first:     ${titleOf(before[0])}`,
			`After a view of running shoes: ${titleOf(first)}`,
		],
		problems: checks.flatMap(([holds, text]) => (holds ? [] : [text])),
	};
}

/** @returns nothing unless the products come from Kainic */
function cardsIn(answer: unknown): readonly unknown[] {
	if (!isObject(answer) || answer['source'] !== 'kainic') return [];
	return Array.isArray(answer['items']) ? answer['items'] : [];
}

/** What a card of the script shows. */
const cardFields = ['item_id', 'title', 'url', 'image_url', 'price', 'rank'];

const isCard = (item: unknown) => isObject(item) && cardFields.every((name) => item[name]);

const titleOf = (item: unknown) => (isObject(item) ? String(item['title']) : 'nothing');
