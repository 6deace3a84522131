import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createCredential, importWorkflow, runManually } from '../../../../tools/n8n';
import { pageKey } from '../../../support/doubles/all-doubles';
import { readExample } from '../../../support/workflows/examples';
import { deleteDataTables, tableRows, until } from '../../../support/workflows/data-tables';
import { cardsOn, patience, takePictures } from '../../browser';
import {
	addressOf,
	addToCart,
	agreeAt,
	eventsNamed,
	kept,
	logIn,
	priceIn,
	priceOn,
	uploadCatalog,
	visitorOf,
	whileOpen,
	withdraw,
} from '../visit';
import { test, type RealShop } from '../woocommerce-stage';

/** Longer than events wait in a page. */
const quiet = 7000;

test('Nothing leaves the shop before consent, everything after, nothing after the withdrawal', async (real) => {
	const { front, shop } = real;
	await whileOpen(real, async () => {
		const { tab } = await real.visitor();
		const shirt = await addressOf(real, 'T-Shirt #1');
		const simple = await addressOf(real, 'Simple 2');
		for (const address of [shop.url, shirt, simple]) await tab.goto(address);
		await addToCart(tab);
		await tab.waitForTimeout(quiet);
		assert.deepEqual(await kept(tab), []);
		assert.deepEqual(front.requests, []);

		await agreeAt(tab, shirt);
		const [view] = await eventsNamed(real, 'product_view', 1);
		assert.equal(view?.['item_id'], String(shop.products['T-Shirt #1']));
		assert.equal(view?.['anon_uid'], await visitorOf(tab));
		assert.equal(view?.['uid'], undefined);
		await tab.goto(simple);
		const [, second] = await eventsNamed(real, 'product_view', 2);
		assert.equal(second?.['item_id'], String(shop.products['Simple 2']));
		assert.equal(second?.['anon_uid'], view?.['anon_uid']);

		await withdraw(tab);
		const before = front.requests.length;
		for (const address of [simple, shop.url, shirt]) await tab.goto(address);
		await tab.waitForTimeout(quiet);
		assert.deepEqual(await kept(tab), []);
		assert.deepEqual(front.requests.slice(before), []);
	});
});

test('A visitor who agreed stays known when the cookie of the WP Consent API has ended, and not when Complianz asks again', async (real) => {
	await whileOpen(real, async () => {
		const { context, tab } = await real.visitor();
		const simple = await addressOf(real, 'Simple 2');
		await agreeAt(tab, simple);
		const id = await visitorOf(tab);
		await context.clearCookies({ name: 'wp_consent_marketing' });
		await tab.goto(simple);
		assert.equal(await visitorOf(tab), id);
		await context.clearCookies({ name: /^(wp_consent|cmplz)_/ });
		await tab.goto(simple);
		assert.deepEqual(await kept(tab), []);
	});
});

test('Carts and cards have the price that the page of the product shows', async (real) => {
	const { shop, variant } = real;
	await whileOpen(real, async () => {
		const { tab } = await real.visitor();
		await agreeAt(tab, await addressOf(real, 'Simple 2'));
		const price = await priceOn(tab);
		const cards = await cardsOn(tab);
		await cards.first().scrollIntoViewIfNeeded();
		assert.equal(await tab.locator('[data-kainic] h2').isVisible(), true);
		assert.equal(await cards.count(), 4);
		await takePictures(tab, `${variant.version}-${variant.theme}-cards`);
		const first = String(await cards.first().getByRole('link').getAttribute('href'));
		const shown = priceIn(await cards.first().textContent());
		await tab.locator('[name="quantity"]').first().fill('2');
		await addToCart(tab);
		const [added] = await eventsNamed(real, 'add_to_cart', 1);
		assert.deepEqual(
			[added?.['item_id'], added?.['quantity'], added?.['price'], added?.['currency']],
			[String(shop.products['Simple 2']), 2, price, 'EUR'],
		);
		const { tab: other } = await real.visitor();
		await other.goto(first);
		assert.equal(await priceOn(other), shown);
	});
});

test('A cart that a log-in brings back does not count', async (real) => {
	const { shop } = real;
	await whileOpen(real, async () => {
		const { tab } = await real.visitor();
		const product = await addressOf(real, 'Simple 2');
		await agreeAt(tab, product);
		await logIn(real, tab);
		await tab.goto(product);
		await addToCart(tab);
		await eventsNamed(real, 'add_to_cart', 1);
		await tab.goto(`${shop.url}/my-account/`);
		await tab.locator('a[href*="customer-logout"]').first().click();
		await tab.locator('#username').waitFor();
		await logIn(real, tab);
		await tab.goto(await addressOf(real, 'Simple 3'));
		await addToCart(tab);
		const added = await eventsNamed(real, 'add_to_cart', 2);
		assert.deepEqual(
			added.map(({ item_id: id }) => id),
			['Simple 2', 'Simple 3'].map((name) => String(shop.products[name])),
		);
		const cart = await (
			await tab.context().request.get(`${shop.url}/wp-json/wc/store/v1/cart`)
		).text();
		for (const name of ['Simple 2', 'Simple 3']) assert.match(cart, new RegExp(name));
	});
});

test('health says that the pages of the shop have other IDs than the catalog', async (real) => {
	const { n8n, stored } = real;
	const viewed = ['Simple 1', 'Simple 2', 'Simple 3', 'T-Shirt #1'];
	const view = async () => {
		const { tab } = await real.visitor();
		await agreeAt(tab, await addressOf(real, 'Simple 4'));
		for (const name of viewed) await tab.goto(await addressOf(real, name));
		await eventsNamed(real, 'product_view', viewed.length + 1);
		// The row of a run has its last view.
		const saved = async () => {
			const rows = await tableRows(n8n, 'Kainic health');
			return new Set(rows.filter(({ views }) => views).map(({ name }) => name)).size;
		};
		await until(async () => (await saved()) >= 3, patience);
	};
	const account = { name: 'Basic Auth account', type: 'httpBasicAuth', data: pageKey };
	const ofPage = await createCredential(n8n, account);
	const workflow = await importWorkflow(n8n, readExample('health.json'), [...stored, ofPage]);
	const check = async () => {
		await uploadCatalog(real);
		return (await runManually(n8n, workflow, 'Every Hour', patience)).errorMessage ?? '';
	};
	await whileOpen(real, view, { itemId: 'sku' });
	assert.match(
		await check(),
		/does not have \d of the \d products viewed last, for example sku-[\w-]+, sku-.* need the same IDs/,
	);
	await deleteDataTables(n8n);
	real.emulator.reset();
	await whileOpen(real, view);
	assert.doesNotMatch(await check(), /viewed last/);
});

/** All that a cache of pages keeps. */
function cachedPages({ shop }: RealShop): string[] {
	const folder = join(shop.content, 'cache/supercache');
	const files = readdirSync(folder, { encoding: 'utf8', recursive: true })
		.map((name) => join(folder, name))
		.filter((name) => statSync(name).isFile());
	return files.map((file) => readFileSync(file, 'utf8'));
}

test('With a page cache, nobody gets the ID of another visitor or customer', async (real) => {
	const { shop } = real;
	await shop.addPlugin('wp-super-cache', 'wp-cache.php');
	// Also the pages of customers who are logged in are kept, which WP Super Cache advises against.
	await shop.runPhp(`wp_cache_enable(); wp_cache_setting( 'wp_cache_not_logged_in', 0 );`);
	await whileOpen(real, async () => {
		const simple = await addressOf(real, 'Simple 5');
		const { context, tab: customer } = await real.visitor();
		await agreeAt(customer, simple);
		await logIn(real, customer);
		await customer.goto(simple);
		const page = await (await context.request.get(simple)).text();
		const { tab: guest } = await real.visitor();
		await agreeAt(guest, simple);
		// The cache adds its comment behind the page, where the browser keeps none.
		const cached = String(await (await guest.goto(simple))?.text());
		assert.match(cached.slice(-500), /<!-- super cache -->|Cached page generated/);
		const ids = [await visitorOf(customer), await visitorOf(guest)];
		assert.equal(new Set(ids).size, 2);
		for (const text of [page, ...cachedPages(real)]) {
			assert.doesNotMatch(text, /data-uid/);
			for (const id of ids) assert.ok(!text.includes(id));
		}
		// The guest loaded the same page again, which is no second view.
		const views = await eventsNamed(real, 'product_view', 3);
		const who = views.map((view) => `${String(view['anon_uid'])} ${String(view['uid'] ?? '')}`);
		const anna = String(await shop.runPhp(`return get_user_by( 'login', 'anna' )->ID;`));
		assert.deepEqual(new Set(who), new Set([`${ids[0]} `, `${ids[0]} ${anna}`, `${ids[1]} `]));
	});
	rmSync(join(shop.content, 'advanced-cache.php'));
	await shop.runPhp(`require_once ABSPATH . 'wp-admin/includes/plugin.php';
		deactivate_plugins( 'wp-super-cache/wp-cache.php', true );`);
});
