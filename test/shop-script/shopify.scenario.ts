import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { shopify } from './pages';
import { namesOf, settle, test, type Visit } from './visit';

const code = readFileSync(join(__dirname, '../../examples/shop/shopify/kainic.liquid'), 'utf8');

/** What Shopify writes into the page of a product. */
const values: Readonly<Record<string, string>> = {
	"'kainic.js' | asset_url": '/kainic.js',
	'shop.currency': 'EUR',
	'product.selected_or_first_available_variant.id': '4501',
	'product.selected_or_first_available_variant.sku | escape': 'SHOE-41',
	'product.id': '45',
	'customer.id': '',
	'search.terms | escape': '',
	'collection.title | escape': '',
};

function rendered(n8n: string): string {
	const text = code
		.replace('https://YOUR-N8N', n8n)
		.replace(/{% if template.name == 'cart' %}1{% endif %}/, '')
		.replaceAll(/{{ (.+?) }}/g, (_, field: string) => {
			assert.ok(field in values, `${field} is unknown`);
			return values[field] ?? '';
		});
	assert.doesNotMatch(text, /{[{%]/);
	return text;
}

/**
 * Shopify's Customer Privacy API as shopify.dev documents it: `loadFeatures` is ready before DOMContentLoaded, the
 * API comes later, and `setTrackingConsent` is what a banner calls. `consent` is what the visitor chose before.
 */
const api = (consent: boolean | undefined, trouble: 'never' | 'error' | undefined) => `<script>
	let consent = ${String(consent)};
	const customerPrivacy = {
		analyticsProcessingAllowed: () => consent === true,
		setTrackingConsent: ({ analytics }, done) => {
			consent = analytics;
			const detail = { analyticsAllowed: analytics, marketingAllowed: false };
			document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail }));
			done();
		},
	};
	Shopify.loadFeatures = (features, done) => {
		const [{ name, version }] = features;
		if (name !== 'consent-tracking-api' || version !== '0.1') throw new Error('No such feature');
		if (${JSON.stringify(trouble)} === 'error') done(new Error('blocked'));
		if (${JSON.stringify(trouble)}) return;
		setTimeout(() => done((Shopify.customerPrivacy = customerPrivacy) && null), 50);
	};
	const choose = (analytics) => customerPrivacy.setTrackingConsent({ analytics }, () => {});
</script>`;

/** As Shopify's script for the button does, this reads the product form when the visitor clicks. */
const buyItNow = `<form id="form" action="/en/cart/add" method="post"><input type="hidden" name="id" value="4501">
	<button type="button" id="buy">Buy it now</button></form><script>buy.onclick = () => fetch('/checkout', {
	method: 'POST', body: new URLSearchParams(new FormData(buy.form)) });</script>`;

async function visitShop(
	{ shop, n8n, context }: Visit,
	consent: boolean | undefined,
	{ trouble, tab }: { trouble?: 'never' | 'error'; tab?: Page } = {},
): Promise<Page> {
	const page = {
		...shopify,
		head: shopify.head + api(consent, trouble),
		main: shopify.main + buyItNow,
	};
	const used = tab ?? (await context.newPage());
	await used.goto(shop.put(page, rendered(n8n.url)), { waitUntil: 'load' });
	await settle();
	return used;
}

const stored = async (tab: Page) =>
	await tab.evaluate(
		`[...Object.keys(localStorage), ...document.cookie.split('; ')].filter((key) => /kainic/.test(key)).join()`,
	);

/** The properties with which the visitor buys without the cart. */
async function buy(tab: Page, { shop }: Visit): Promise<string | null> {
	await tab.locator('#buy').click();
	await settle();
	return new URLSearchParams(shop.bought.at(-1)).get('properties[_kainic_anon_uid]');
}

async function assertFollowed(tab: Page, visit: Visit): Promise<string> {
	const visitor = await tab.evaluate(`localStorage.getItem('kainic_anon_uid')`);
	assert.match(String(visitor), /^\d+-/);
	assert.equal(visit.shop.cart.attributes['kainic_anon_uid'], visitor);
	// A button of a wallet is in a frame: the page sees no click.
	assert.equal(await tab.locator('#form [name^=properties]').inputValue(), visitor);
	assert.equal(await buy(tab, visit), visitor);
	await tab.locator('#ajax').click();
	await visit.leave(tab);
	assert.ok(namesOf(visit.n8n).includes('product_view 4501'));
	return String(visitor);
}

async function assertLeftAlone(tab: Page, visit: Visit): Promise<void> {
	assert.equal(await stored(tab), '');
	assert.equal(await buy(tab, visit), null);
	await visit.leave(tab);
	assert.deepEqual(visit.n8n.requests, []);
	assert.deepEqual(visit.shop.cart.attributes, {});
}

test('Shopify: a visitor who had agreed is followed, also with Buy it now', async (visit) => {
	await assertFollowed(await visitShop(visit, true), visit);
});

test('Shopify: a visitor who agrees later is followed from the page on which they agree', async (visit) => {
	const tab = await visitShop(visit, undefined);
	assert.equal(await stored(tab), '');
	assert.equal(await buy(tab, visit), null);
	await tab.evaluate('choose(true)');
	await settle();
	await assertFollowed(tab, visit);
});

test('Shopify: nothing is stored of a visitor who refuses, on this page and on the next', async (visit) => {
	const tab = await visitShop(visit, undefined);
	await tab.evaluate('choose(false)');
	await visitShop(visit, false, { tab });
	await assertLeftAlone(tab, visit);
});

for (const trouble of ['never', 'error'] as const)
	test(`Shopify: nothing is stored while the API does not load (${trouble})`, async (visit) => {
		await assertLeftAlone(await visitShop(visit, true, { trouble }), visit);
	});

test('Shopify: a visitor who withdraws is taken out of the cart and of its lines', async (visit) => {
	const tab = await visitShop(visit, true);
	await tab.getByRole('button', { name: 'Add to cart' }).click();
	await tab.waitForLoadState('load');
	await settle();
	const { shop, n8n } = visit;
	const visitor = shop.cart.attributes['kainic_anon_uid'];
	assert.ok(visitor);
	shop.cart.properties['Engraving'] = 'For you';
	assert.equal(shop.cart.properties['_kainic_anon_uid'], visitor);
	await visitShop(visit, true, { tab });
	await tab.evaluate('choose(false)');
	await settle();
	assert.equal(shop.cart.attributes['kainic_anon_uid'], '');
	assert.deepEqual(shop.cart.properties, { Engraving: 'For you', _kainic_anon_uid: '' });
	assert.equal(await stored(tab), '');
	assert.equal(await buy(tab, visit), null);
	n8n.received.length = 0;
	await visitShop(visit, false, { tab });
	await visit.leave(tab);
	assert.deepEqual(n8n.received, []);
});

test('Shopify: a product form that the theme makes again has the visitor', async (visit) => {
	const tab = await visitShop(visit, true);
	const visitor = await tab.evaluate(`localStorage.getItem('kainic_anon_uid')`);
	await tab.evaluate(`form.querySelector('[name^=properties]').remove()`);
	assert.equal(await buy(tab, visit), visitor);
});

const products = ['trail', 'road', 'gone'].map((handle, index) => ({
	...{ item_id: String(index + 1), parent_id: handle, rank: index + 1, title: `Shoe ${handle}` },
	...{ price: 100, old_price: 120, url: `https://shop.example/products/${handle}` },
}));

test('Shopify: cards have the words, the price and the address that the visitor sees', async (visit) => {
	const { n8n, context, shop } = visit;
	n8n.answer = { status: 200, body: { source: 'kainic', items: products } };
	await context.route('**/products/*.js', async (route) => {
		const [, handle = ''] = /products\/(\w+)/.exec(route.request().url()) ?? [];
		const id = products.findIndex(({ parent_id: own }) => own === handle) + 1;
		// Shopify has no product of this name in the market.
		if (handle === 'gone') return await route.fulfill({ status: 404, body: 'Not Found' });
		const other = { id: 77, sku: '', price: 1, compare_at_price: null };
		const own = { id, sku: `SKU-${id}`, price: 9850, compare_at_price: id === 1 ? 11900 : null };
		const product = {
			title: `Schuh ${handle}`,
			url: `/de/products/${handle}`,
			variants: [other, own],
		};
		await route.fulfill({ json: product });
	});
	const main = '<div data-kainic="similar" data-limit="4" hidden></div>';
	const tab = await context.newPage();
	const cardsIn = async (root: string, active: string) => {
		const market = `<script>Shopify.routes.root = '${root}'; Shopify.currency = { active: '${active}' };</script>`;
		const page = { ...shopify, head: shopify.head + market + api(true, undefined), main };
		await tab.goto(shop.put(page, rendered(n8n.url)), { waitUntil: 'load' });
		await tab.getByRole('link').first().waitFor();
		const texts = await tab.getByRole('link').allInnerTexts();
		return texts.map((text) => text.replaceAll(/\s+/g, ' '));
	};
	const usual = products.map(({ title }) => `${title} €100.00€120.00`);
	assert.deepEqual(await cardsIn('/', 'EUR'), usual);
	const abroad = ['Schuh trail CHF 98.50CHF 119.00', 'Schuh road CHF 98.50'];
	for (const root of ['/', '/de/']) assert.deepEqual(await cardsIn(root, 'CHF'), abroad);
	const address = await tab.getByRole('link').first().getAttribute('href');
	assert.equal(address, `${shop.url}/de/products/trail`);
});
