import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { runManually } from '../../../../tools/n8n';
import { until } from '../../../support/workflows/data-tables';
import { cardsOn, patience, takePictures } from '../../browser';
import { eventsIn, importExample } from '../../shop-stage';
import { productsOf, test, type RealShop } from '../opencart-stage';

const macbook = '/index.php?route=product/product&product_id=43';
const phone = '/index.php?route=product/product&product_id=40';
const checkout = '/index.php?route=checkout/checkout';

async function publishAll(real: RealShop): Promise<void> {
	const change = productsOf(real);
	const catalog = await importExample(real, 'catalog-full-schedule.json', { change });
	await runManually(real.n8n, catalog, 'Start Every Night', patience);
	for (const name of ['shop-events', 'recommendations-webhook', 'order-events-webhook'])
		await real.publish(`${name}.json`);
}

/** Fills the checkout as a guest. */
async function order(
	tab: Page,
	url: string,
	beforeConfirm: () => Promise<void> = async () => undefined,
): Promise<void> {
	await tab.goto(url + checkout);
	await tab.locator('#input-guest').check();
	const fields = { firstname: 'Ada', lastname: 'Byron', email: 'ada@shop.example' };
	const shipping = { 'address-1': '1 Street', city: 'London', postcode: 'N1 1AA' };
	for (const [name, value] of Object.entries(fields)) await tab.fill(`#input-${name}`, value);
	for (const [name, value] of Object.entries(shipping))
		await tab.fill(`#input-shipping-${name}`, value);
	await tab.selectOption('#input-shipping-country', { label: 'United Kingdom' });
	await tab.locator('#input-shipping-zone option[value="3563"]').waitFor({ state: 'attached' });
	await tab.selectOption('#input-shipping-zone', '3563');
	await tab.click('#button-register');
	await tab.locator('.alert-success').first().waitFor();
	for (const method of ['shipping', 'payment']) {
		await tab.click(`#button-${method}-methods`);
		await tab.locator(`#modal-${method} input[type="radio"]`).first().check();
		await tab.click(`#button-${method}-method`);
		await tab.locator(`#modal-${method}`).waitFor({ state: 'hidden' });
	}
	await beforeConfirm();
	await tab.click('#button-confirm');
	await tab.waitForURL(/checkout\/success/);
}

test('OpenCart: a visitor agrees, looks, puts into the cart, sees cards and orders', async (real) => {
	const { shop, front } = real;
	await publishAll(real);
	const events = (name: string) => eventsIn(real, name);
	await (await shop.visitor()).text('/index.php?route=extension/kainic/order.send');
	front.requests.length = 0;
	const { tab, context } = await real.visitor();
	await tab.goto(shop.url + macbook);
	await tab.waitForLoadState('networkidle');
	const cookieOf = async () =>
		(await context.cookies()).find(({ name }) => name === 'kainic_anon_uid')?.value;
	assert.deepEqual([front.requests, await cookieOf()], [[], undefined]);

	await tab.click('#cookie button.bg-primary');
	await until(() => events('product_view').length === 1, patience);
	const visitor = await cookieOf();
	const [view] = events('product_view');
	assert.deepEqual([view?.['item_id'], view?.['anon_uid']], ['43', visitor]);
	const heading = tab.getByRole('heading', { name: 'You may also like' });
	assert.equal(await (await cardsOn(tab)).count(), 4);
	assert.equal(await heading.isVisible(), true);
	await takePictures(tab, 'opencart-cards');

	// The next pages need no click. The server prints the consent.
	await tab.goto(shop.url + phone);
	await tab.click('#button-cart');
	await until(() => events('add_to_cart').length === 1, patience);
	const [added] = events('add_to_cart');
	assert.deepEqual(
		['item_id', 'quantity', 'price', 'currency'].map((name) => added?.[name]),
		['40', 1, 121.2, 'EUR'],
	);
	assert.deepEqual(
		events('product_view').map(({ item_id: id }) => id),
		['43', '40'],
	);
	const card = await (await cardsOn(tab)).first().innerText();
	assert.match(card, /€[\d,]+\.\d\d/);

	// The page after the checkout lets the shop post the order.
	await order(tab, shop.url);
	await until(() => events('purchase').length === 1, patience);
	const [purchase] = events('purchase');
	assert.deepEqual(
		['item_id', 'quantity', 'price', 'currency', 'anon_uid'].map((name) => purchase?.[name]),
		['40', 1, 121.2, 'EUR', visitor],
	);

	// The cookie of the click on Confirm counts.
	const visitorAfter = async (change: () => Promise<void>) => {
		await tab.goto(shop.url + phone);
		const answer = tab.waitForResponse(/cart\.add/);
		await tab.click('#button-cart');
		await answer;
		await order(tab, shop.url, change);
		const newest = 'SELECT anon_uid FROM oc_kainic_order ORDER BY order_id DESC LIMIT 1';
		return (await shop.rows(newest))[0]?.['anon_uid'];
	};
	const forget = async () => await context.clearCookies({ name: 'kainic_anon_uid' });
	assert.equal(await visitorAfter(forget), '');
	const late = { name: 'kainic_anon_uid', value: 'visitor-late', url: shop.url };
	assert.equal(await visitorAfter(async () => await context.addCookies([late])), 'visitor-late');

	const other = await real.visitor();
	await (await shop.visitor()).text('/index.php?route=extension/kainic/order.send');
	front.requests.length = 0;
	await other.tab.goto(shop.url + macbook);
	await other.tab.click('#cookie button.btn-light');
	await other.tab.goto(shop.url + phone);
	await other.tab.waitForLoadState('networkidle');
	assert.deepEqual(front.requests, []);
	assert.equal(shop.takeLog(), '');
});
