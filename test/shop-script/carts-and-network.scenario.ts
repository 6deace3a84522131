import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { bySku, shopify, wooCommerceBlocks, wooCommerceClassic, type ShopPage } from './pages';
import { agree, namesOf, settle, test } from './visit';
import type { N8nState } from './webhooks-double';

const addition = { item_id: '101', quantity: 1, price: 119, currency: 'EUR' };

const byAjax = async (tab: Page): Promise<void> => {
	await tab.locator('#ajax').click();
	await settle();
};

/** The page is loaded again. */
const byForm = async (tab: Page): Promise<void> => {
	await tab.getByRole('button', { name: 'Add to cart' }).click();
	await tab.waitForLoadState('load');
	await settle();
};

const carts: ReadonlyArray<readonly [string, ShopPage, typeof byAjax, object]> = [
	['WooCommerce by AJAX', wooCommerceClassic, byAjax, addition],
	['WooCommerce by its form', wooCommerceClassic, byForm, { ...addition, quantity: 2 }],
	['blocks of WooCommerce', wooCommerceBlocks, byAjax, addition],
	['Shopify by AJAX', shopify, byAjax, { ...addition, item_id: '4501' }],
	['Shopify by its form', shopify, byForm, { ...addition, item_id: '4501', quantity: 2 }],
	['SKU', bySku(shopify), byAjax, { ...addition, item_id: 'SHOE-41' }],
];

for (const [title, page, add, expected] of carts) {
	test(`kainic.js counts a cart once: ${title}`, async ({ n8n, shop, open, leave, put }) => {
		shop.cart.quantity = 1;
		put({ path: '/cart', head: page.head ?? '' });
		const tab = await open(page);
		await add(tab);
		// What was in the cart before the visitor agreed is not sent.
		await open(page, tab);
		await agree(tab);
		await settle();
		await add(tab);
		await open(page, tab);
		await leave(tab);
		const added = n8n.events().filter(({ event_name: name }) => name === 'add_to_cart');
		assert.equal(added.length, 1);
		assert.deepEqual(added[0], { ...added[0], ...expected });
		const visitor = added[0]?.['anon_uid'];
		const cookies = await tab.context().cookies();
		const ofWoo = cookies.find(({ name }) => name === 'kainic_anon_uid')?.value;
		assert.equal(
			page.head?.includes('Shopify') ? shop.cart.attributes['kainic_anon_uid'] : ofWoo,
			visitor,
		);
		await open(page, tab);
		await tab.evaluate('void kainic.forget()');
		await settle();
		assert.ok(!shop.cart.attributes['kainic_anon_uid']);
	});
}

/** The visitor puts one in by AJAX, takes it out by AJAX, and so on. */
const cartPage: ShopPage = {
	...wooCommerceBlocks,
	path: '/cart',
	tag: `${wooCommerceBlocks.tag} data-cart="1"`,
};

test('kainic.js counts what a visitor takes out of the cart, but not what a visitor bought', async (visit) => {
	const { n8n, shop, open, leave } = visit;
	const tab = await open(wooCommerceBlocks);
	await agree(tab);
	await settle();
	const set = async (quantity: number) => {
		await tab.evaluate(
			`fetch('/wp-json/wc/store/v1/cart/update-item', { method: 'POST', body: '${quantity}' })`,
		);
		await settle();
	};
	for (const quantity of [3, 1, 0, 2]) await set(quantity);
	// The server of the shop empties the cart.
	shop.cart.quantity = 0;
	await tab.context().clearCookies({ name: 'woocommerce_cart_hash' });
	await open({ path: '/order-received' }, tab);
	await settle();
	await open(wooCommerceBlocks, tab);
	await set(1);
	// The classic page of the cart loads itself without the product.
	shop.cart.quantity = 0;
	await tab.context().clearCookies({ name: 'woocommerce_cart_hash' });
	await open(cartPage, tab);
	await settle();
	await leave(tab);
	const changes = n8n
		.events()
		.filter(({ event_name: name }) => /cart$/.test(String(name)))
		.map(({ event_name: name, quantity }) => `${String(name)} ${String(quantity)}`);
	assert.deepEqual(changes, [
		...['add_to_cart 3', 'remove_from_cart 2', 'remove_from_cart 1', 'add_to_cart 2'],
		...['add_to_cart 1', 'remove_from_cart 1'],
	]);
});

test('kainic.js does not count a cart that a log-in brings back', async ({
	n8n,
	shop,
	open,
	leave,
}) => {
	const guest = await open(wooCommerceBlocks);
	await agree(guest);
	const customer = (path: string): ShopPage => ({
		...wooCommerceBlocks,
		path,
		tag: `${wooCommerceBlocks.tag} data-uid="2"`,
	});
	const add = async () => {
		await guest.evaluate(`fetch('/wp-json/wc/store/v1/batch', { method: 'POST' })`);
		await settle();
	};
	await open(customer('/log-in'), guest);
	await add();
	// A log-out empties the cart.
	shop.cart.quantity = 0;
	await guest.context().clearCookies({ name: 'woocommerce_cart_hash' });
	await open({ ...wooCommerceBlocks, path: '/log-out' }, guest);
	await settle();
	shop.cart.quantity = 1;
	const cookie = { name: 'woocommerce_cart_hash', value: 'hash1', url: shop.url };
	await guest.context().addCookies([cookie]);
	await open(customer('/log-in-again'), guest);
	await settle();
	await add();
	await leave(guest);
	const changes = n8n.events().filter(({ event_name: name }) => /cart$/.test(String(name)));
	assert.deepEqual(
		changes.map(({ event_name: name, uid }) => [name, uid]),
		[
			['add_to_cart', '2'],
			['add_to_cart', '2'],
		],
	);
});

const product = (index: number): ShopPage => ({
	path: `/p/${index}`,
	main: `<p data-kainic-item="item-${index}"></p>`,
});

const viewsOf = (...indexes: readonly number[]) =>
	indexes.map((index) => `product_view item-${index}`);

test('kainic.js sends the view of a tab that the visitor closes', async (visit) => {
	const { n8n, context, open } = visit;
	// A browser may drop other requests of a page that closes. On this machine, they are too fast for it.
	await context.addInitScript(() => {
		const { fetch } = window;
		window.fetch = async (address, request) =>
			document.hidden && !request?.keepalive ? new Response() : await fetch(address, request);
	});
	const tab = await open(product(0));
	await agree(tab);
	await tab.close({ runBeforeUnload: true });
	await settle();
	assert.deepEqual(namesOf(n8n), viewsOf(0));
});

/** As if so much time had passed since the last request. An event is not sent again within ten seconds. */
const pass = async (tab: Page, seconds: number): Promise<void> =>
	await tab.evaluate((milliseconds) => {
		for (const [key, value] of Object.entries(localStorage)) {
			if (!key.startsWith('kainic_event_')) continue;
			const { event, sent } = JSON.parse(String(value));
			localStorage.setItem(key, JSON.stringify({ event, sent: sent && sent - milliseconds }));
		}
	}, seconds * 1000);

/** As if all stored events were of that day. */
const age = async (tab: Page, days: number): Promise<void> =>
	await tab.evaluate((milliseconds) => {
		for (const [key, value] of Object.entries(localStorage)) {
			const [, time] = /^kainic_event_(\d+)/.exec(key) ?? [];
			if (time === undefined) continue;
			const earlier = String(Number(time) - milliseconds);
			const stored = JSON.parse(String(value));
			const sent = stored.sent && stored.sent - milliseconds;
			localStorage.setItem(key.replace(time, earlier), JSON.stringify({ ...stored, sent }));
			localStorage.removeItem(key);
		}
	}, days * 86_400_000);

const troubles: readonly N8nState[] = ['down', 'unpublished', 'starting', 'late'];

for (const trouble of troubles)
	test(`kainic.js loses no event while n8n is ${trouble}, and Kainic gets each once`, async (visit) => {
		const { n8n, open, leave } = visit;
		const tab = await open(product(0));
		await agree(tab);
		await open(product(1), tab);
		n8n.n8n = trouble;
		// The visitor leaves some pages before their request is answered, and some later.
		for (const [index, milliseconds] of [0, 2600, 200].entries()) {
			await tab.waitForTimeout(milliseconds);
			await open(product(index + 2), tab);
		}
		n8n.n8n = 'published';
		await pass(tab, 10);
		await open(product(5), tab);
		await leave(tab);
		assert.deepEqual(namesOf(n8n).sort(), viewsOf(0, 1, 2, 3, 4, 5));
	});

test('kainic.js sends an event again with the same ID if n8n got it and the connection broke', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open(product(0));
	n8n.delay = Infinity;
	await agree(tab);
	await tab.waitForTimeout(2500);
	assert.deepEqual(namesOf(n8n), viewsOf(0));
	n8n.breakConnections();
	n8n.delay = 0;
	await settle();
	await open(product(1), tab);
	await leave(tab);
	assert.deepEqual(n8n.received.length, 2, 'not before ten seconds have passed');
	await pass(tab, 10);
	await open(product(2), tab);
	await leave(tab);
	const ids = n8n.received.map(({ event_id: id }) => id);
	assert.deepEqual([ids.length, new Set(ids).size], [5, 3]);
	assert.deepEqual(namesOf(n8n), viewsOf(0, 1, 2));
});

test('kainic.js sends an event once whose request n8n answered', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open(product(0));
	await agree(tab);
	n8n.delay = 500;
	await tab.waitForTimeout(3000);
	await pass(tab, 10);
	await open(product(1), tab);
	await tab.waitForTimeout(3000);
	await pass(tab, 10);
	await leave(tab);
	assert.equal(n8n.received.length, 2);
});

test('kainic.js keeps up to 50 events while n8n is down, and drops what n8n refuses or is old', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open(product(0));
	await agree(tab);
	n8n.n8n = 'down';
	await tab.evaluate(
		'for (let i = 0; i < 60; i += 1) kainic.track("wish", { item_id: `wish-${i}` })',
	);
	await tab.waitForTimeout(2600);
	for (const index of [1, 2]) await open(product(index), tab);
	n8n.n8n = 'published';
	await pass(tab, 10);
	await leave(tab);
	await settle();
	await tab.waitForTimeout(2100);
	assert.equal(n8n.events().length, 50);
	assert.deepEqual(namesOf(n8n).slice(-2), viewsOf(1, 2));
	n8n.n8n = 'refusing';
	await open(product(3), tab);
	await tab.waitForTimeout(2600);
	n8n.n8n = 'down';
	await open(product(4), tab);
	await tab.waitForTimeout(2600);
	n8n.n8n = 'published';
	await pass(tab, 10);
	await age(tab, 3);
	await open(product(5), tab);
	await leave(tab);
	assert.deepEqual(namesOf(n8n).slice(50), viewsOf(5));
});

test('kainic.js sends the events of a clock that was a month ahead', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open(product(0));
	await agree(tab);
	n8n.n8n = 'down';
	await tab.waitForTimeout(2600);
	await age(tab, -31);
	n8n.n8n = 'published';
	await open(product(1), tab);
	await tab.waitForTimeout(2600);
	assert.deepEqual(namesOf(n8n), viewsOf(0, 1));
	await leave(tab);
});

test('kainic.js sends the events of two seconds together, under other names, and none above 1 kB', async (visit) => {
	const { n8n, open } = visit;
	const names =
		'data-event-item_id="product" data-event-product_view="view_item" data-uid="customer-1"';
	const tab = await open({ ...product(0), tag: names });
	await agree(tab);
	await tab.evaluate('kainic.track("wish", { item_id: "a", note: "x".repeat(1000) })');
	await tab.evaluate('kainic.track("wish", { item_id: "b", gift: false, note: "" })');
	await tab.waitForTimeout(5500);
	assert.deepEqual(n8n.requests, ['/webhook/kainic-shop-events']);
	const [view, wish, ...others] = n8n.events();
	assert.deepEqual(others, []);
	const { anon_uid, sid, event_id, occurred_at, ...rest } = view ?? {};
	assert.deepEqual(rest, {
		platform: 'web',
		uid: 'customer-1',
		event_name: 'view_item',
		product: 'item-0',
	});
	assert.ok(Math.abs(Date.parse(String(occurred_at)) - Date.now()) < 60_000);
	assert.match([anon_uid, sid, event_id].join(), /^(\d+(-\d+){3},?){3}$/);
	assert.deepEqual(
		[wish?.['product'], wish?.['gift'], 'note' in Object(wish)],
		['b', false, false],
	);
});

test('kainic.js begins a new session after 30 minutes', async ({ n8n, open, leave }) => {
	const tab = await open(product(0));
	await agree(tab);
	for (const [index, minutes] of [29, 29, 31].entries()) {
		await tab.evaluate((past) => {
			const stored = JSON.parse(localStorage.getItem('kainic_session') ?? '');
			localStorage.setItem(
				'kainic_session',
				JSON.stringify({ ...stored, until: stored.until - past }),
			);
		}, minutes * 60_000);
		await open(product(index + 1), tab);
	}
	await leave(tab);
	const sessions = n8n.events().map(({ sid }) => sid);
	assert.deepEqual(
		[sessions.length, new Set(sessions.slice(0, 3)).size, new Set(sessions).size],
		[4, 1, 2],
	);
});

test('kainic.js does nothing, and breaks nothing, where a browser stores nothing', async (visit) => {
	const { n8n, context, open } = visit;
	await context.addInitScript(() =>
		Object.defineProperty(window, 'localStorage', {
			get: () => {
				throw new DOMException('denied', 'SecurityError');
			},
		}),
	);
	const tab = await open(product(0));
	await tab.evaluate('kainic.agree(); kainic.track("wish", {}); kainic.forget()');
	await settle();
	assert.deepEqual(n8n.requests, []);
});
