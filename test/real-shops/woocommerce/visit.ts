import assert from 'node:assert/strict';
import { expect, type Page } from '@playwright/test';
import { runManually, type StoredWorkflow } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { readExample, whileActive } from '../../support/workflows/examples';
import { addBestsellers } from '../../support/workflows/webhooks';
import { until } from '../../support/workflows/data-tables';
import { patience } from '../browser';
import { eventsIn, importExample } from '../shop-stage';
import type { WooCommerceShop } from './shop';
import type { RealShop } from './woocommerce-stage';

/** Uploads the catalog. */
export async function uploadCatalog(real: RealShop): Promise<void> {
	const catalog = await importExample(real, 'woocommerce-catalog.json');
	const run = await runManually(real.n8n, catalog, 'Start Every 15 Minutes', patience);
	assert.equal(run.status, 'success', run.errorMessage);
}

/** What the owner of the shop enters in WordPress and in n8n. */
interface OwnersChoice {
	readonly itemId: 'id' | 'sku';
	/** In place of those that the nightly run finds. */
	readonly bestsellers: readonly JsonObject[];
}

/** Kainic gets the catalog; the workflows for visitors are published, and the plugin is set up, during `work`. */
export async function whileOpen(
	real: RealShop,
	work: (shopEvents: StoredWorkflow) => Promise<void>,
	{ itemId = 'id', bestsellers }: Partial<OwnersChoice> = {},
): Promise<void> {
	const { shop, stored, front } = real;
	const example = (file: string) => readExample(file, { shop: shop.url });
	await uploadCatalog(real);
	if (bestsellers) await addBestsellers(real.n8n, bestsellers);
	await shop.runPhp(`update_option( 'kainic',
		array( 'n8n' => '${front.url}', 'type' => 'similar', 'item_id' => '${itemId}' ) );`);
	front.requests.length = 0;
	shop.takeLog();
	await whileActive(real, example('shop-events.json'), stored, async (shopEvents) => {
		const recommendations = example('recommendations-webhook.json');
		await whileActive(real, recommendations, stored, async () => await work(shopEvents));
	});
	assertNoNotice(shop);
}

/** WP_DEBUG is on: no notice of PHP is about the plugin, and nothing else broke. */
export function assertNoNotice({ takeLog }: WooCommerceShop): void {
	assert.doesNotMatch(takeLog(), /plugins\/kainic|<code>kainic|fatal error/i);
}

/** The address of a product, or of a variation, by the name that seed.php gave it. */
export async function addressOf({ shop }: RealShop, name: string): Promise<string> {
	return String(await shop.runPhp(`return get_permalink( ${shop.products[name]} );`));
}

/** Opens a page and agrees in the banner of Complianz. */
export async function agreeAt(tab: Page, address: string): Promise<void> {
	await tab.goto(address);
	await tab.locator('.cmplz-accept').filter({ visible: true }).first().click();
	await tab.waitForFunction(`localStorage.getItem('kainic_anon_uid') !== null`);
}

/** Withdraws the consent in the banner of Complianz, which then loads the page again. */
export async function withdraw(tab: Page): Promise<void> {
	await tab.locator('.cmplz-manage-consent').filter({ visible: true }).first().click();
	const reloaded = tab.waitForEvent('load');
	await tab.locator('.cmplz-deny').filter({ visible: true }).first().click();
	await reloaded;
}

/** A customer logs in. */
export async function logIn({ shop }: RealShop, tab: Page): Promise<void> {
	await tab.goto(`${shop.url}/my-account/`);
	await tab.locator('#username').fill('anna');
	await tab.locator('#password').fill('anna');
	await tab.locator('[name="login"]').click();
	await tab.locator('a[href*="customer-logout"]').first().waitFor();
}

/** The owner, or somebody who manages the shop, logs in to WordPress. */
export async function openAdmin(real: RealShop, user: 'admin' | 'manager'): Promise<Page> {
	const { tab } = await real.visitor();
	await tab.goto(`${real.shop.url}/wp-login.php`);
	await tab.locator('#user_login').fill(user);
	await tab.locator('#user_pass').fill(user);
	await tab.locator('#wp-submit').click();
	await tab.waitForURL(/wp-admin/);
	return tab;
}

/** Everything of Kainic that the browser keeps. */
export async function kept(tab: Page): Promise<string[]> {
	const all = await tab.evaluate(() => [
		...Object.keys(localStorage),
		...document.cookie.split('; ').map((cookie) => String(cookie.split('=')[0])),
	]);
	return all.filter((name) => name.startsWith('kainic'));
}

/** The visitor ID that the browser keeps. */
export const visitorOf = async (tab: Page): Promise<string> =>
	String(await tab.evaluate(`localStorage.getItem('kainic_anon_uid')`));

/** The accepted events with this name, once there are as many as expected. */
export async function eventsNamed(real: RealShop, name: string, count: number) {
	const found = () => eventsIn(real, name);
	await until(() => found().length >= count, patience).catch(() => undefined);
	assert.equal(found().length, count, `${name}: ${JSON.stringify(found())}`);
	return found();
}

/** Puts the product of the page into the cart. */
export async function addToCart(tab: Page): Promise<void> {
	await tab.locator('.single_add_to_cart_button').first().click();
	await tab.waitForLoadState('load');
}

const prices = '.summary p.price, .wp-block-woocommerce-product-price';

/** The price that a visitor pays, as the page of a product shows it: the last one in its place. */
export async function priceOn(tab: Page): Promise<number> {
	const place = tab.locator(prices).filter({ visible: true }).first();
	return priceIn(await place.locator('.amount').last().textContent());
}

export const priceIn = (text: string | null) => Number(/\d+\.\d\d/.exec(text ?? '')?.[0]);

const address = { first_name: 'Anna', last_name: 'Muster', address_1: 'Weg 2', postcode: '10115' };

/** Clicks until the shop has the order: while a form is updated, it ignores clicks. */
export async function placeOrder(tab: Page, button: string): Promise<void> {
	await expect(async () => {
		await tab.locator(button).click({ timeout: 10_000 });
		await tab.waitForURL(/order-received/, { timeout: 60_000 });
	}).toPass({ timeout: patience });
}

/** Orders what is in the cart, in the checkout block. */
export async function buyInBlock(tab: Page, shop: string): Promise<void> {
	await tab.goto(`${shop}/checkout/`);
	await tab.locator('#email').fill('guest@shop.example');
	const form = { ...address, city: 'Berlin' };
	for (const [name, value] of Object.entries(form))
		await tab.locator(`#shipping-${name}`).fill(value);
	await tab.locator('[value="cod"]').check();
	await placeOrder(tab, '.wc-block-components-checkout-place-order-button');
}

/** Orders what is in the cart, in the classic checkout. */
export async function buyInClassic(tab: Page, shop: string): Promise<void> {
	await tab.goto(`${shop}/classic-checkout/`);
	const form = { ...address, city: 'Berlin', email: 'guest@shop.example', phone: '030123' };
	for (const [name, value] of Object.entries(form))
		await tab.locator(`#billing_${name}`).fill(value);
	await tab.waitForLoadState('networkidle');
	await tab.locator('label[for="payment_method_cod"]').click();
	await placeOrder(tab, '#place_order');
}
