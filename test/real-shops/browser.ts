import {
	expect,
	type Browser,
	type BrowserContext,
	type Locator,
	type Page,
} from '@playwright/test';
import { printReport as report } from '../../tools/n8n';
import { findChromium } from '../../tools/n8n/chromium';
import { switches } from '../support/browser/editor-stage';

/** Milliseconds. Pages of a shop that PHP's own server builds need time on a busy machine. */
export const patience = 300_000;

/** How to start Chromium for a shop at `localhost` and n8n at 127.0.0.1. */
export async function chromiumForShops() {
	// A request that outlives its page is refused otherwise, whatever Playwright is told to ignore.
	const args = [...switches, '--ignore-certificate-errors'].map((each) =>
		each.replace('EXCLUDE 127.0.0.1', 'EXCLUDE 127.0.0.1 , EXCLUDE localhost'),
	);
	return { executablePath: await findChromium(report), args };
}

/** The browser of a new visitor. */
export interface Visitor {
	readonly context: BrowserContext;
	readonly tab: Page;
}

/** Opens visitors while `work` runs. */
export async function withVisitors(
	browser: Browser,
	work: (visitor: () => Promise<Visitor>) => Promise<void>,
): Promise<void> {
	const contexts: BrowserContext[] = [];
	await work(async () => {
		const viewport = { width: 1280, height: 900 };
		const context = await browser.newContext({ viewport, ignoreHTTPSErrors: true });
		contexts.push(context);
		context.setDefaultTimeout(patience);
		context.setDefaultNavigationTimeout(patience);
		return { context, tab: await context.newPage() };
	});
	await Promise.all(contexts.map(async (context) => await context.close()));
}

/** The cards of the page. It is loaded again if n8n was too slow for a visitor: then the box stays empty. */
export async function cardsOn(tab: Page): Promise<Locator> {
	const cards = tab.locator('[data-kainic] .kainic-card');
	await expect(async () => {
		if ((await cards.count()) > 0) return;
		await tab.reload();
		await cards.first().waitFor({ timeout: 10_000 });
	}).toPass({ timeout: patience });
	return cards;
}

/** Takes pictures of a page, on a phone and wide, into coverage/real-shops/. */
export async function takePictures(tab: Page, name: string): Promise<void> {
	for (const [size, width] of Object.entries({ phone: 375, wide: 1240 })) {
		await tab.setViewportSize({ width, height: 900 });
		await tab.screenshot({ path: `coverage/real-shops/${name}-${size}.png`, fullPage: true });
	}
}
