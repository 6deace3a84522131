import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { shopify, views, wooCommerceBlocks, wooCommerceClassic, type ShopPage } from './pages';
import { agree, namesOf, settle, test } from './visit';
import { runPlugin } from './wordpress';

test('kainic.js finds the product of a page, and none on a page with several', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open({ path: '/' });
	await agree(tab);
	for (const [title, page, item] of views) {
		n8n.received.length = 0;
		await open(page, tab);
		await leave(tab);
		assert.deepEqual(namesOf(n8n), item === null ? [] : [`product_view ${item}`], title);
	}
});

const product = (index: number): ShopPage => ({
	path: `/p/${index}`,
	main: `<p data-kainic-item="item-${index}"><div data-kainic="similar">Bestsellers</div>`,
});

const stored = async (tab: Page) =>
	await tab.evaluate('Object.keys(localStorage).join() + document.cookie');

test('kainic.js stores and sends nothing without consent', async ({ n8n, open, leave, shop }) => {
	const tab = await open(product(0));
	for (const page of [product(1), wooCommerceClassic, shopify]) {
		await open(page, tab);
		await tab.evaluate(`kainic.track('add_to_cart', { item_id: 'x' })`);
		assert.equal(await stored(tab), '');
		assert.equal(await tab.locator('link[rel=preconnect]').count(), 0);
	}
	await leave(tab);
	assert.deepEqual(n8n.requests, []);
	assert.deepEqual(shop.cart.attributes, {});
});

test('kainic.js sends the first view when the visitor agrees late, and nothing after they withdraw', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open({ ...wooCommerceClassic, ...product(1), classes: 'woocommerce' });
	await settle();
	await agree(tab);
	await agree(tab);
	await tab.getByRole('link').first().waitFor();
	assert.match(String(await stored(tab)), /kainic_anon_uid=[\d-]{10}/);
	await leave(tab);
	assert.deepEqual(
		namesOf(n8n).filter((name) => name.startsWith('product_view')),
		['product_view item-1'],
	);
	const before = n8n.requests.length;
	await open(product(2), tab);
	await tab.evaluate('void kainic.forget()');
	assert.equal(await stored(tab), '');
	await leave(tab);
	await open(product(3), tab);
	await leave(tab);
	// The page asked for recommendations before the visitor withdrew.
	assert.deepEqual(n8n.requests.slice(before), ['/webhook/kainic-recommendations']);
});

test('kainic.js stores nothing on a page that the browser has kept, after the visitor withdrew on another page', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open(product(1));
	await agree(tab);
	await leave(tab);
	const other = await open(product(2));
	await other.evaluate('void kainic.forget()');
	n8n.received.length = 0;
	await tab.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
	await tab.evaluate(`kainic.push('track', 'wish', { item_id: '17' })`);
	await leave(tab);
	assert.equal(await stored(tab), '');
	assert.deepEqual(namesOf(n8n), []);
});

test('kainic.js writes an ID of the shop that changes on the page into the cookie, too', async ({
	open,
}) => {
	const tab = await open(product(1));
	for (const id of ['guest-1', 'customer-2']) {
		await tab.evaluate(`void kainic.push('agree', '${id}')`);
		assert.match(String(await stored(tab)), new RegExp(`kainic_anon_uid=${id}`));
	}
});

test('A customer of WooCommerce who logged in before the consent has a uid in the first event', async (visit) => {
	const { n8n, open, leave } = visit;
	const { consent } = await runPlugin();
	const banner = `wp_consent_type = 'optin'; wp_has_consent = () => window.isAllowed;`;
	const head = `<script>${banner}${String(consent)}</script>`;
	const tab = await open({ ...product(1), head });
	assert.equal(await stored(tab), '');
	const choose = async (isAllowed: boolean) =>
		await tab.evaluate(`isAllowed = ${isAllowed};
			document.dispatchEvent(new Event('wp_listen_for_consent_change'))`);
	await choose(true);
	await tab.waitForFunction('localStorage.kainic_anon_uid');
	await leave(tab);
	const [first] = n8n.events();
	assert.equal(`${String(first?.['event_name'])} ${String(first?.['uid'])}`, 'product_view 7');
	await open({ ...product(2), head }, tab);
	await choose(false);
	await tab.waitForFunction('!localStorage.kainic_anon_uid');
	assert.equal(await stored(tab), '');
});

test('kainic.js sends the uid of a customer who logs in on a page that stays', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open(product(1));
	await tab.evaluate(`document.querySelector('script').dataset.uid = 'customer-7'`);
	await agree(tab);
	await leave(tab);
	assert.deepEqual(new Set(n8n.events().map(({ uid }) => uid)), new Set(['customer-7']));
});

const early: ReadonlyArray<readonly [title: string, head: string]> = [
	['the banner is faster', `<script>(window.kainic ??= []).push('agree')</script>`],
	['it is there twice', '<script src="/kainic.js" data-n8n="http://127.0.0.1:1" defer></script>'],
	['an element is called kainic', '<div id="kainic"></div>'],
];

for (const [title, head] of early) {
	test(`kainic.js counts once: ${title}`, async ({ n8n, open, leave }) => {
		const twice = title.includes('twice') ? head.replace('http://127.0.0.1:1', n8n.url) : head;
		const tab = await open({ ...product(1), head: twice });
		if (!title.includes('banner')) await agree(tab);
		await leave(tab);
		assert.equal(namesOf(n8n).filter((name) => name === 'product_view item-1').length, 1);
	});
}

test('kainic.js runs the calls of a page that is faster than the script', async (visit) => {
	const { n8n, open, leave } = visit;
	const call = (values: string) => `<script>(window.kainic ??= []).push(${values})</script>`;
	const calls = [
		`'agree', 'own-1'`,
		`'track', 'page'`,
		`'track', 'wish', { item_id: '17' }`,
		`'page'`,
		`'track', 'forget', { item_id: '18' }`,
	];
	const tab = await open({ path: '/', head: calls.map(call).join('') });
	await tab.evaluate(`(window.kainic ??= []).push('track', 'agree', { item_id: '19' })`);
	await leave(tab);
	// Events of the same millisecond come in any order.
	const names = ['agree 19', 'forget 18', 'page undefined', 'wish 17'];
	assert.deepEqual(namesOf(n8n).sort(), names);
	assert.deepEqual(new Set(n8n.events().map((event) => event['anon_uid'])), new Set(['own-1']));
	await tab.evaluate(`(window.kainic ??= []).push('forget')`);
	assert.equal(await stored(tab), '');
});

test('kainic.js counts each page of a shop that loads only one', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open(product(1));
	await agree(tab);
	for (const id of ['item-2', 'item-3']) {
		await tab.evaluate((next) => {
			history.pushState({}, '', `/p/${next}`);
			document.querySelector<HTMLElement>('[data-kainic-item]')!.dataset['kainicItem'] = next;
		}, id);
		await tab.evaluate(`(window.kainic ??= []).push('page')`);
	}
	await leave(tab);
	const views = namesOf(n8n).filter((name) => name.startsWith('product_view'));
	assert.deepEqual(
		views,
		[1, 2, 3].map((index) => `product_view item-${index}`),
	);
});

const pages: ReadonlyArray<readonly [page: ShopPage, expected: object]> = [
	[{ path: '/?s=shoe', tag: 'data-search-term="shoe"' }, { search_term: 'shoe' }],
	[{ path: '/shoes', tag: 'data-category="Shoes &amp; more"' }, { category: 'Shoes & more' }],
	[{ ...wooCommerceBlocks, path: '/cart', tag: 'data-cart="1"' }, { item_ids: ['101'] }],
	[{ ...shopify, path: '/cart', tag: 'data-product-id="" data-cart="1"' }, { item_ids: ['4501'] }],
];

test('kainic.js counts a search, a category and a cart that the tag names', async (visit) => {
	const { n8n, shop, context, open, leave } = visit;
	shop.cart.quantity = 1;
	const cookie = { name: 'woocommerce_cart_hash', value: 'hash1', url: shop.url };
	await context.addCookies([cookie]);
	const tab = await open({ path: '/' });
	await agree(tab);
	for (const [page, expected] of pages) {
		n8n.received.length = 0;
		await open(page, tab);
		await settle();
		await leave(tab);
		const [event, ...others] = n8n.events();
		assert.deepEqual(event, { ...event, ...expected });
		assert.deepEqual(others, []);
		await tab.evaluate('localStorage.removeItem("kainic_cart")');
	}
});

test('kainic.js counts a page as a person would: not one that is loaded again, but one that the visitor comes back to', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open(product(1));
	await agree(tab);
	await tab.reload();
	await open(product(1), tab);
	await open(product(2), tab);
	await tab.goBack();
	// A page that the browser has kept: the visitor was on another page meanwhile.
	await tab.evaluate(`sessionStorage.setItem('kainic_view', 'of another page')`);
	await tab.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
	await leave(tab);
	const views = namesOf(n8n).filter((name) => name.startsWith('product_view'));
	assert.deepEqual(
		views,
		[1, 2, 1, 1].map((index) => `product_view item-${index}`),
	);
});

test('kainic.js works in a shop of http, whose pages have no crypto.randomUUID', async (visit) => {
	const { n8n, context, open, leave } = visit;
	await context.addInitScript(() => Reflect.deleteProperty(Crypto.prototype, 'randomUUID'));
	const tab = await open(product(1));
	await agree(tab);
	await tab.getByRole('link').first().waitFor();
	await leave(tab);
	assert.ok(namesOf(n8n).includes('product_view item-1'));
});

test('kainic.js works when a tag manager adds it after the page was loaded', async (visit) => {
	const { n8n, context, shop, leave } = visit;
	const tab = await context.newPage();
	await tab.goto(shop.put(product(1), ''));
	await tab.evaluate(`document.head.append(Object.assign(document.createElement('script'),
		{ src: '/kainic.js' })); document.querySelector('script').dataset.n8n = '${n8n.url}'`);
	await tab.waitForFunction('window.kainic?.agree');
	await agree(tab);
	await leave(tab);
	assert.ok(namesOf(n8n).includes('product_view item-1'));
});

test('kainic.js counts ten pages in a row, and two tabs, with one visitor and one session', async (visit) => {
	const { n8n, open, leave } = visit;
	const [first, second] = [await open({ path: '/' }), await open({ path: '/' })];
	await agree(first);
	for (let index = 0; index < 10; index += 1) await open(product(index), first);
	await Promise.all([open(product(10), first), open(product(11), second)]);
	await Promise.all([leave(first), leave(second)]);
	const items = n8n
		.events()
		.filter(({ event_name: name }) => name === 'product_view')
		.map(({ item_id: id }) => id);
	assert.deepEqual(items.sort(), Array.from({ length: 12 }, (_, index) => `item-${index}`).sort());
	for (const name of ['anon_uid', 'sid'])
		assert.equal(new Set(n8n.events().map((event) => event[name])).size, 1);
});
