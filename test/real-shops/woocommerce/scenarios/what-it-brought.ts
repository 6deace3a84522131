import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { JsonObject } from '../../../../tools/n8n/json';
import { createCredential, importWorkflow, runManually } from '../../../../tools/n8n';
import { pageKey } from '../../../support/doubles/all-doubles';
import { tableRows, until } from '../../../support/workflows/data-tables';
import { readExample, whileActive } from '../../../support/workflows/examples';
import { cardsOn, patience, type Visitor } from '../../browser';
import {
	addressOf,
	addToCart,
	agreeAt,
	buyInBlock,
	buyInClassic,
	priceIn,
	priceOn,
	whileOpen,
	withdraw,
} from '../visit';
import { test, type RealShop } from '../woocommerce-stage';

type Source =
	'Kainic' | 'Bestsellers' | 'Kainic (experiment-home)' | 'Control group (experiment-home)';

/** What the page should show in the end, written down while the visitors act. */
class Account {
	readonly #rows = new Map<
		Source,
		{ clicks: number; orders: number; cents: Map<string, number> }
	>();

	click(source: Source): void {
		this.#of(source).clicks += 1;
	}

	/** An order after a click, with what is left of it after refunds. */
	order(source: Source, price: number, currency = 'EUR'): void {
		const row = this.#of(source);
		row.orders += 1;
		row.cents.set(currency, (row.cents.get(currency) ?? 0) + Math.round(price * 100));
	}

	get clicks(): number {
		return [...this.#rows.values()].reduce((sum, row) => sum + row.clicks, 0);
	}

	/** The rows of the table, as the page shows them. */
	get rows(): string[] {
		return [...this.#rows]
			.map(([source, { clicks, orders, cents }]) => {
				const sums = [...cents].map(([currency, sum]) => `${(sum / 100).toFixed(2)} ${currency}`);
				return [source, clicks, orders, sums.sort().join(' ') || '–'].join(' | ');
			})
			.sort();
	}

	#of(source: Source) {
		const row = this.#rows.get(source) ?? { clicks: 0, orders: 0, cents: new Map() };
		this.#rows.set(source, row);
		return row;
	}
}

/** Clicks the first card, or the card of this product, and waits for its page. */
async function clickCard(tab: Page, name?: string): Promise<void> {
	const cards = await cardsOn(tab);
	const ofName =
		name === undefined ? cards : cards.filter({ has: tab.getByText(name, { exact: true }) });
	await ofName.first().getByRole('link').click();
	await tab.waitForURL(/\/product\//);
	await tab.waitForLoadState('load');
}

/** Puts units of the product of the page into the cart, and returns the price of one. */
async function take(tab: Page, units = 1): Promise<number> {
	const price = await priceOn(tab);
	await tab.locator('[name="quantity"]').first().fill(String(units));
	await addToCart(tab);
	return price;
}

/** What the confirmation of an order says for its only line: WooCommerce rounds the tax of the line, not of a unit. */
async function paid(tab: Page): Promise<number> {
	const lines = '.wc-block-order-confirmation-totals__table, .woocommerce-table--order-details';
	return priceIn(await tab.locator(lines).first().locator('.amount').first().textContent());
}

/** A shop that asks an experiment on one of its pages, and whose visitors may pay in pounds. */
async function prepareShop({ shop }: RealShop): Promise<void> {
	const box = '<div data-kainic="trending" data-webhook="kainic-experiment"></div>';
	await shop.runPhp(`wp_set_current_user( 1 );
		wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_name' => 'experiment',
			'post_title' => 'Experiment', 'post_content' => '<!-- wp:html -->${box}<!-- /wp:html -->' ) );`);
	writeFileSync(
		join(shop.content, 'mu-plugins/pounds.php'),
		`<?php add_filter( 'woocommerce_currency', fn( $usual ) => isset( $_COOKIE['pounds'] ) ? 'GBP' : $usual );`,
	);
}

/** The bestsellers of the shop. */
async function ownContent(real: RealShop): Promise<JsonObject[]> {
	const products = ['Simple 11', 'Simple 12'].map(async (title) => ({
		...{ title, item_id: String(real.shop.products[title]) },
		url: await addressOf(real, title),
	}));
	return await Promise.all(products);
}

/** Gives back units of the only line of the newest order. */
async function refund({ shop }: RealShop, units: number): Promise<void> {
	await shop.runPhp(`wp_set_current_user( 1 );
		[ $order ] = wc_get_orders( array( 'limit' => 1, 'type' => 'shop_order', 'orderby' => 'ID', 'order' => 'DESC' ) );
		[ $item ] = array_values( $order->get_items() );
		$part = ${units} / $item->get_quantity();
		$tax = array_map( fn( $sum ) => wc_format_decimal( $sum * $part, 2 ), $item->get_taxes()['total'] );
		$total = wc_format_decimal( $item->get_total() * $part, 2 );
		$made = wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => $total + array_sum( $tax ),
			'line_items' => array( $item->get_id() => array( 'qty' => ${units}, 'refund_total' => $total, 'refund_tax' => $tax ) ) ) );
		if ( is_wp_error( $made ) ) throw new Exception( $made->get_error_message() );`);
}

test('The page says what ten visitors bought after a click, by source and currency', async (real) => {
	const { n8n, shop, stored, emulator, front, variant } = real;
	const account = new Account();
	const start = await addressOf(real, 'Simple 2');
	const agreed = async (address = start): Promise<Visitor> => {
		const visitor = await real.visitor();
		await agreeAt(visitor.tab, address);
		return visitor;
	};
	/** A visitor who clicks a card, and is on its page then. */
	const clicked = async (): Promise<Visitor> => {
		const visitor = await agreed();
		account.click('Kainic');
		await clickCard(visitor.tab);
		return visitor;
	};
	/** A visitor of the page with the experiment, whose session is in this group of it. */
	const inGroup = async (source: Source, sid: string): Promise<Visitor> => {
		const visitor = await agreed();
		const session = JSON.stringify({ sid, until: Date.now() + 3_600_000 });
		await visitor.tab.evaluate(`localStorage.setItem('kainic_session', '${session}')`);
		await visitor.tab.goto(`${shop.url}/experiment/`);
		account.click(source);
		await clickCard(visitor.tab);
		return visitor;
	};
	const savedClicks = async () => (await tableRows(n8n, 'Kainic clicks')).length;
	const visitors: ReadonlyArray<() => Promise<void>> = [
		// Buys the product after the click.
		async () => {
			const { tab } = await clicked();
			account.order('Kainic', await take(tab));
			await buyInBlock(tab, shop.url);
		},
		// Bought the product before the click.
		async () => {
			const { tab } = await agreed(await addressOf(real, 'Simple 1'));
			await take(tab);
			await buyInClassic(tab, shop.url);
			await tab.goto(start);
			account.click('Kainic');
			await clickCard(tab, 'Simple 1');
		},
		// Buys another product than the one that was clicked.
		async () => {
			const { tab } = await clicked();
			await tab.goto(await addressOf(real, 'Simple 9'));
			await take(tab);
			await buyInBlock(tab, shop.url);
		},
		// Gives everything back.
		async () => {
			const { tab } = await clicked();
			await take(tab, 2);
			await buyInClassic(tab, shop.url);
			await refund(real, 2);
		},
		// Gives one of three back.
		async () => {
			const { tab } = await clicked();
			await take(tab, 3);
			await buyInBlock(tab, shop.url);
			account.order('Kainic', ((await paid(tab)) * 2) / 3);
			await refund(real, 1);
		},
		// Pays in pounds.
		async () => {
			const { context, tab } = await real.visitor();
			await context.addCookies([{ name: 'pounds', value: '1', url: shop.url }]);
			await agreeAt(tab, start);
			account.click('Kainic');
			await clickCard(tab);
			account.order('Kainic', await take(tab), 'GBP');
			await buyInClassic(tab, shop.url);
		},
		// Withdraws the consent between the click and the order.
		async () => {
			const { tab } = await clicked();
			await until(async () => (await savedClicks()) >= account.clicks, patience);
			await withdraw(tab);
			await take(tab);
			await buyInBlock(tab, shop.url);
		},
		async () => {
			const { tab } = await inGroup('Control group (experiment-home)', 'session-1');
			account.order('Control group (experiment-home)', await take(tab));
			await buyInClassic(tab, shop.url);
		},
		async () => {
			const { tab } = await inGroup('Kainic (experiment-home)', 'session-2');
			account.order('Kainic (experiment-home)', await take(tab));
			await buyInBlock(tab, shop.url);
		},
		// Gets bestsellers, because Kainic refuses the key from now on.
		async () => {
			emulator.inject({ kind: 'answer', status: 401, endpoint: 'predict', count: 'always' });
			const { tab } = await agreed();
			account.click('Bestsellers');
			await clickCard(tab);
			account.order('Bestsellers', await take(tab));
			await buyInClassic(tab, shop.url);
		},
	];

	await prepareShop(real);
	const own = await ownContent(real);
	const ofPage = await createCredential(n8n, {
		...{ name: 'Basic Auth account', type: 'httpBasicAuth', data: pageKey },
	});
	const example = (file: string) => readExample(file, { shop: shop.url });
	const health = example('health.json');
	await whileActive(real, health, [...stored, ofPage], async (workflow) => {
		// The first run makes the data tables.
		await runManually(n8n, workflow, 'Every Hour', patience);
		const experiment = example('experiment-webhook.json');
		await whileActive(real, experiment, stored, async () => {
			await whileOpen(
				real,
				async () => {
					for (const [index, visit] of visitors.entries()) {
						await visit();
						real.report(`Visitor ${index + 1} of ${visitors.length}`);
					}
					await until(async () => (await savedClicks()) >= account.clicks, patience);
				},
				{ bestsellers: own },
			);
		});
		const orders = await importWorkflow(n8n, example('woocommerce-orders.json'), stored);
		await runManually(n8n, orders, 'Every Five Minutes', patience);
		const { context, tab: page } = await real.visitor();
		const authorization = `Basic ${btoa(`${pageKey.user}:${pageKey.password}`)}`;
		await context.setExtraHTTPHeaders({ authorization });
		await page.goto(`${front.url}/webhook/kainic-health`);
		await page.screenshot({
			path: `coverage/real-shops/${variant.version}-${variant.theme}-brought.png`,
			fullPage: true,
		});
		const rows = await page.locator('tbody tr:not(:has(.week))').all();
		const shown = rows.map(async (row) =>
			(await row.locator('th, td').allInnerTexts())
				.map((text) => text.replace(/\s+/g, ' '))
				.join(' | '),
		);
		real.report(account.rows.join('\n'));
		assert.deepEqual((await Promise.all(shown)).sort(), account.rows);
	});
});
