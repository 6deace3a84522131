import assert from 'node:assert/strict';
import { shopifyLine, shopifyOrder, shopifyVariant } from '../support/doubles/shopify';
import { wooLine, wooOrder, wooProduct, wooVariation } from '../support/doubles/woocommerce';
import {
	codeNode,
	codeNodeItems,
	itemsOf,
	productsIn,
	settingsOf,
} from '../support/workflows/code-node';
import { jsonLd, shopify, wooCommerceClassic, type ShopPage } from './pages';
import { agree, settle, test } from './visit';
import { filesInZip, runPlugin, runPluginOn } from './wordpress';

type Rule = 'id' | 'sku';
type Nodes = Readonly<Record<string, ReturnType<typeof itemsOf>>>;

const now = new Date().toISOString();

function inCatalog(file: string, rule: Rule, nodes: Nodes, input: readonly unknown[] = []) {
	const run = { started: Date.now(), night: Date.now(), at: 0 };
	const settings = settingsOf(file);
	const fields = { ...Object(settings['fields']), item_id: rule };
	const read = { 'Save Start': itemsOf(run), 'Your Shop': itemsOf({ ...settings, fields }) };
	const build = codeNodeItems(file, 'Build Products');
	return productsIn(build({ input: itemsOf(...input), nodes: { ...read, ...nodes } }))[0]?.[
		'item_id'
	];
}

function inOrder(file: string, rule: Rule, orders: unknown) {
	const [work] = codeNode(
		file,
		'Find Missing Events',
	)({
		nodes: {
			'Your Shop': itemsOf({ ...settingsOf(file), item_id: rule }),
			'Every Five Minutes': itemsOf({ timestamp: now }),
			'Read Progress': itemsOf({ id: 1, shop: 'shop', since: '2026-01-01T00:00:00' }),
			'Read Written Events': itemsOf({}),
			'Read Orders': itemsOf(orders),
		},
	});
	return Object(work)['events'][0].item_id;
}

const wooHeaders = { 'x-wp-total': '1' };
const ids = { product_id: 100, sku: 'SHOE-1' };

interface Shop {
	readonly page: ShopPage;
	/** The number of the page in WordPress. */
	readonly post?: number;
	readonly catalog: (rule: Rule) => unknown;
	readonly order: (rule: Rule) => unknown;
	readonly expected: Readonly<Record<Rule, string>>;
}

/** The product that the cart of the site has: alone, or as a variation of the product 100. */
const simple: Shop = {
	page: wooCommerceClassic,
	post: 101,
	catalog: (rule) => {
		const page = { headers: wooHeaders, body: [wooProduct(101, { sku: 'SHOE-1' })] };
		const nodes = { 'Read Products': itemsOf(page), 'Read Variations': [] };
		return inCatalog('woocommerce-catalog.json', rule, { ...nodes, 'Check Products': [] });
	},
	order: (rule) => {
		const line = wooLine(1, { ...ids, product_id: 101 });
		return inOrder('woocommerce-orders.json', rule, wooOrder(1, { line_items: [line] }));
	},
	expected: { id: '101', sku: 'SHOE-1' },
};

const variation: Shop = {
	...simple,
	post: 100,
	catalog: (rule) => {
		const own = { ...wooVariation(101), sku: 'SHOE-1' };
		const product = { headers: wooHeaders, body: [wooProduct(100, { type: 'variable' })] };
		return inCatalog('woocommerce-catalog.json', rule, {
			'Read Products': itemsOf(product),
			'Check Products': itemsOf({ id: 100 }),
			'Read Variations': [{ json: { headers: wooHeaders, body: [own] }, pairedItem: { item: 0 } }],
		});
	},
	order: (rule) => {
		const line = wooLine(1, { ...ids, variation_id: 101 });
		return inOrder('woocommerce-orders.json', rule, wooOrder(1, { line_items: [line] }));
	},
};

const variant: Shop = {
	page: shopify,
	catalog: (rule) => {
		const own = shopifyVariant(1, { legacyResourceId: '4501', sku: 'SHOE-41' });
		return inCatalog('shopify-catalog.json', rule, {}, [{ list: [own], total: 1 }]);
	},
	order: (rule) => {
		const line = shopifyLine(1, { product: 45, variant: 4501, sku: 'SHOE-41' });
		const order = { ...shopifyOrder(1), id: '1', lines: [line] };
		return inOrder('shopify-orders.json', rule, order);
	},
	expected: { id: '4501', sku: 'SHOE-41' },
};

const shops = {
	'a product of WooCommerce': simple,
	'a variation of WooCommerce': variation,
	'a variant of Shopify': variant,
};

/** What the plugin writes about the product of a page. */
async function attributesOf(post: number): Promise<string> {
	const { tags } = await runPlugin();
	return String(
		String(Object(tags)[post])
			.match(/data-product-\w+="[^"]*"/g)
			?.join(' '),
	);
}

test('The plugin for WooCommerce names only products that can be bought, and saves visitor and price', async () => {
	const { tags, named, kinds, orders, prices, boxes } = await runPlugin();
	assert.deepEqual(
		Object.values(Object(boxes)).map((box) => /data-webhook="([^"]+)"/.exec(String(box))?.[1]),
		[undefined, 'kainic-experiment'],
	);
	const idsIn = (list: unknown) =>
		Object.values(Object(list)).map((tag) => /data-product-id="(\d*)"/.exec(String(tag))?.[1]);
	assert.deepEqual(idsIn(tags), ['', '101', '101', '', '103', '104', '', '']);
	assert.deepEqual(idsIn(named), ['104', '101']);
	assert.match(String(Object(tags)[103]), /data-product-sku="&quot;&gt;"/);
	assert.match(String(Object(tags)[0]), /data-n8n="https:\/\/n8n.example"/);
	assert.match(String(Object(tags)[100]), /data-product-parent="100"/);
	assert.match(String(Object(tags)[101]), /data-currency="EUR"/);
	const attributes = /data-(search-term|category|cart)="[^"]+"/g;
	const found = [Object(tags)[101], ...Object.values(Object(kinds))].map((tag) =>
		String(tag).match(attributes),
	);
	assert.deepEqual(found, [
		null,
		['data-search-term="a &quot;b&quot;"'],
		['data-category="Clothes &amp; Shoes"'],
		['data-cart="1"'],
	]);
	// Paid after the visitor withdrew, and by the link of the order on another device.
	assert.deepEqual(orders, ['', '', 'before', 'a"b', 'a"b', 'a"b']);
	assert.deepEqual(prices, [
		{ price: '10', kainic_price: '11.90' },
		{ price: '10', kainic_price: '' },
	]);
});

for (const version of ['7-4', '8-5'] as const)
	test(`The plugin does the same on PHP ${version}, the oldest or the newest of WordPress @night`, async () => {
		assert.deepEqual(await runPluginOn(version), await runPlugin());
	});

test('The zip of the plugin has the script that all shops have', async () => {
	assert.deepEqual(await filesInZip(), ['kainic.js', 'kainic.php', 'languages', 'LICENSE']);
});

for (const [title, { page, post, catalog, order, expected }] of Object.entries(shops))
	for (const rule of ['id', 'sku'] as const)
		test(`One ID for ${title} in the catalog, in an order, in a view and in a cart: ${rule}`, async (visit) => {
			const { n8n, open, leave } = visit;
			const tab = await open({ path: '/' });
			await agree(tab);
			const written = post === undefined ? `${page.tag}` : await attributesOf(post);
			await open({ ...page, tag: `data-item-id="${rule}" ${written}` }, tab);
			await settle();
			await tab.locator('#ajax').click();
			await settle();
			await leave(tab);
			const sent = n8n.events().map(({ event_name: name, item_id: id }) => [name, id]);
			assert.deepEqual(sent, [
				['product_view', expected[rule]],
				['add_to_cart', expected[rule]],
			]);
			assert.deepEqual([catalog(rule), order(rule)], [expected[rule], expected[rule]]);
		});

test('One ID for a product of another shop', async ({ n8n, open, leave }) => {
	const tab = await open({ path: '/p/1', head: jsonLd({ '@type': 'Product', sku: 'SHOE-1' }) });
	await agree(tab);
	await leave(tab);
	const settings = settingsOf('catalog-csv.json');
	const row = {
		SKU: 'SHOE-1',
		Name: 'Trail shoe',
		Price: '119',
		Stock: '4',
		URL: '/p/1',
		Image: '',
	};
	const [product] = codeNode(
		'catalog-csv.json',
		'Build Products',
	)({
		input: itemsOf(row),
		nodes: { 'Your Shop': itemsOf(settings) },
	});
	assert.equal(n8n.events()[0]?.['item_id'], 'SHOE-1');
	assert.equal(product?.['item_id'], 'SHOE-1');
});
