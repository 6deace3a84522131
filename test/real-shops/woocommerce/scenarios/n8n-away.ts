import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { activateWorkflow, deactivateWorkflow } from '../../../../tools/n8n';
import { patience, type Visitor } from '../../browser';
import { assertOnce, eventsIn } from '../../shop-stage';
import { addressOf, agreeAt, whileOpen } from '../visit';
import { test } from '../woocommerce-stage';

const [people, pages] = [20, 5];

/** Milliseconds */
const halfAMinute = 30_000;

test('20 visitors open 100 pages while n8n is away for a minute: Kainic has each view once', async (real) => {
	const { n8n, front, shop } = real;
	const addresses: string[] = [];
	for (let product = 1; product <= 20; product += 1)
		addresses.push(await addressOf(real, `Simple ${product}`));
	const pageOf = (visitor: number, page: number) => addresses[(visitor * pages + page) % 20] ?? '';
	const views = () =>
		eventsIn(real, 'product_view').map(
			({ anon_uid, item_id }) => `${String(anon_uid)} ${String(item_id)}`,
		);
	await whileOpen(real, async (shopEvents) => {
		const visitors: Visitor[] = [];
		while (visitors.length < people) visitors.push(await real.visitor());
		const visitAll = async (visit: (tab: Page, visitor: number) => Promise<unknown>) =>
			await Promise.all(visitors.map(async ({ tab }, visitor) => await visit(tab, visitor)));
		const openAll = async (page: number) =>
			await visitAll(async (tab, visitor) => await tab.goto(pageOf(visitor, page)));
		await visitAll(async (tab, visitor) => await agreeAt(tab, pageOf(visitor, 0)));
		const { target } = front;
		front.target = null;
		await Promise.all([openAll(1), wait(halfAMinute)]);
		front.target = target;
		await deactivateWorkflow(n8n, shopEvents);
		await Promise.all([openAll(2), wait(halfAMinute)]);
		await activateWorkflow(n8n, shopEvents);
		for (let page = 3; page < pages; page += 1) await openAll(page);
		// Later pages send what was not answered, at most every ten seconds.
		const end = Date.now() + patience;
		do {
			await wait(12_000);
			await visitAll(async (tab) => await tab.goto(`${shop.url}/sample-page/`));
		} while (new Set(views()).size < people * pages && Date.now() < end);
		await wait(12_000);
	});
	assertOnce(real);
	const ids = eventsIn(real, 'product_view').map((event) => event['event_id']);
	assert.deepEqual([new Set(views()).size, new Set(ids).size], [people * pages, people * pages]);
});
