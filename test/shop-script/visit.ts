import assert from 'node:assert/strict';
import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { printReport as report } from '../../tools/n8n';
import { findChromium } from '../../tools/n8n/chromium';
import { switches } from '../support/browser/editor-stage';
import type { ShopPage } from './pages';
import { openShopSite, type ShopSite } from './site';
import { openWebhooks, type WebhooksDouble } from './webhooks-double';

/** A visitor's browser, a shop with the script, and what n8n gets. */
export interface Visit {
	readonly context: BrowserContext;
	readonly shop: ShopSite;
	readonly n8n: WebhooksDouble;
	/** Makes a page of the shop with the script. */
	put(page: ShopPage): string;
	/** Opens a page of the shop, in a new tab if none is given, and waits for its `load`. */
	open(page: ShopPage, tab?: Page): Promise<Page>;
	/** Opens another page of the shop, so that the events of this one are sent, and waits for them. */
	leave(tab: Page): Promise<void>;
}

const scenario = base.extend<{ visit: Visit }>({
	launchOptions: [
		async ({}, use) => use({ executablePath: await findChromium(report), args: switches }),
		{ scope: 'worker' },
	],
	visit: async ({ browser }, use) => {
		const [shop, n8n, context] = [
			await openShopSite(),
			await openWebhooks(),
			await browser.newContext(),
		];
		n8n.shop = shop.url;
		const errors: string[] = [];
		context.on('weberror', (error) => errors.push(String(error.error())));
		context.setDefaultTimeout(10_000);
		const tagOf = ({ tag = '' }: ShopPage) =>
			`<script src="/kainic.js" data-n8n="${n8n.url}" ${tag} defer nonce="of-shop"></script>`;
		const put = (page: ShopPage) => shop.put(page, tagOf(page));
		const open = async (page: ShopPage, tab?: Page): Promise<Page> => {
			const used = tab ?? (await context.newPage());
			await used.goto(put(page), { waitUntil: 'load' });
			return used;
		};
		const leave = async (tab: Page): Promise<void> => {
			await open({ path: '/left' }, tab);
			await settle();
		};
		await use({ context, shop, n8n, put, open, leave });
		await context.close();
		await Promise.all([shop.close(), n8n.close()]);
		assert.deepEqual(errors, [], 'an error reached the page');
	},
});

/** Requests of a page that was closed arrive a little later. */
export const settle = async (): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, 300));

export const test = (name: string, run: (visit: Visit) => Promise<void>): void =>
	scenario(name, async ({ visit }) => await run(visit));

/** The cookie banner's call. */
export const agree = async (tab: Page): Promise<void> => await tab.evaluate('void kainic.agree()');

/** The scripts of the tab wait for n8n as long as n8n needs beside a load. */
export const neverTimeOut = async (tab: Page) =>
	await tab.addInitScript('AbortSignal.timeout = () => new AbortController().signal');

/** Names and items of events, in the order in which they came. */
export const namesOf = ({ events }: WebhooksDouble): string[] =>
	events().map((event) => `${String(event['event_name'])} ${String(event['item_id'])}`);
