import assert from 'node:assert/strict';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { activateWorkflow, deactivateWorkflow } from '../../../tools/n8n';
import { openShopSite, type ShopSite } from '../site';
import { agree } from '../visit';
import { start } from '../../support/doubles/server/server';
import { test } from '../../support/browser/editor-stage';
import { readExample, whileActive } from '../../support/workflows/examples';
import { until } from '../../support/workflows/data-tables';

const visitors = Array.from({ length: 20 }, (_, index) => index);

/** What nginx in front of n8n does. It loses every fifth answer, as a network does. */
interface Proxy {
	isDown: boolean;
	lost: number;
}

/** Passes requests on to n8n, or answers 502 without a CORS header, as nginx 1.26.3 did. */
async function openProxy(n8n: string) {
	const state: Proxy = { isDown: false, lost: 0 };
	let count = 0;
	const pass = (incoming: IncomingMessage, response: ServerResponse): void => {
		if (state.isDown) {
			incoming.resume();
			response.writeHead(502, { 'content-type': 'text/html' }).end('502 Bad Gateway');
			return;
		}
		const { method, headers } = incoming;
		const passed = request(`${n8n}${incoming.url}`, { method, headers }, (answer) => {
			count += 1;
			if (count % 5 === 0) {
				state.lost += 1;
				response.destroy();
				answer.resume();
				return;
			}
			response.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(response);
		});
		passed.on('error', () => response.destroy());
		incoming.pipe(passed);
	};
	return Object.assign(state, await start(createServer(pass)));
}

const pageOf = (visitor: number, page: number) => ({
	path: `/p/${visitor}-${page}`,
	main: `<p data-kainic-item="item-${visitor}-${page}"></p>`,
});

test('20 visitors open 100 pages while n8n is down for half a minute and unpublished for another: Kainic gets each view once @night', async (stage) => {
	const { ledger } = stage.emulator.world;
	const shop = await openShopSite();
	const proxy = await openProxy(stage.n8n.url);
	const browser = (await stage.openTab()).context().browser();
	assert.ok(browser);
	const contexts = await Promise.all(visitors.map(async () => await browser.newContext()));
	const tabs = await Promise.all(contexts.map(async (context) => await context.newPage()));
	const tag = `<script src="/kainic.js" data-n8n="${proxy.url}" defer></script>`;
	const visitAll = async (page: number) => {
		await Promise.all(tabs.map(async (tab, visitor) => await visit(shop, tag, tab, visitor, page)));
	};
	const example = readExample('shop-events.json', { shop: shop.url });
	try {
		await whileActive(stage, example, Object.values(stage.credentials), async (workflow) => {
			await visitAll(0);
			proxy.isDown = true;
			await Promise.all([visitAll(1), wait(30_000)]);
			proxy.isDown = false;
			await deactivateWorkflow(stage.n8n, workflow);
			await Promise.all([visitAll(2), wait(30_000)]);
			await activateWorkflow(stage.n8n, workflow);
			await visitAll(3);
			await visitAll(4);
			// The last answers may be lost, too.
			for (let index = 5; index < 8; index += 1) {
				await wait(10_000);
				await visitAll(index);
			}
			await wait(10_000);
			await until(() => viewsIn(ledger.events).filter(isWanted).length >= 100);
			const views = viewsIn(ledger.events).filter(isWanted);
			assert.equal(new Set(views).size, 100);
			assert.equal(views.length, 100, 'Kainic got an event twice');
			const ids = ledger.events.map(({ event }) => event['event_id']);
			assert.equal(new Set(ids).size, ids.length);
		});
		stage.report(`        ${proxy.lost} answers of n8n were lost on their way`);
		assert.ok(proxy.lost > 5);
	} finally {
		await Promise.all(contexts.map(async (context) => await context.close()));
		await Promise.all([shop.close(), proxy.close()]);
	}
});

/** Some visitors leave at once, others after the page has sent its events. */
async function visit(shop: ShopSite, tag: string, tab: Page, visitor: number, page: number) {
	await tab.goto(shop.put(pageOf(visitor, page), tag));
	await agree(tab);
	await wait((visitor % 4) * 1500);
}

const viewsIn = (events: ReadonlyArray<{ event: Readonly<Record<string, unknown>> }>): string[] =>
	events.map(({ event }) => String(event['item_id']));

const isWanted = (item: string): boolean => /-[0-4]$/.test(item);
