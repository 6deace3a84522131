import assert from 'node:assert/strict';
import { listExecutions, outputItems } from '../../../tools/n8n';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { unavailable, type ShopFault } from '../../support/doubles/server/faults';
import type { ShopAnswer, ShopRequest } from '../../support/doubles/server/server';
import {
	wooProduct,
	wooVariation,
	type WooCommerceShop,
	type WooProduct,
	type WooVariation,
} from '../../support/doubles/woocommerce';
import { everyFewSeconds } from '../../support/workflows/impatient';
import { columnsOf, impatient, readExample, whileActive } from '../../support/workflows/examples';
import { addRows, tableRows, until } from '../../support/workflows/data-tables';
import {
	assertCatalog,
	every15,
	runShop,
	withShopCredentials,
	withShopExample,
} from '../../support/workflows/run-example';
import { askWebhook, itemIds } from '../../support/workflows/webhooks';
import { test } from '../../support/browser/editor-stage';

const file = 'woocommerce-catalog.json';

/** 2,500 products: every tenth has variations, one of them 130; one has no SKU, one is not published. */
function fill(shop: WooCommerceShop): void {
	shop.products = Array.from({ length: 2500 }, (_, index) => wooProduct(10_000 + index));
	for (const product of shop.products.filter(({ id }) => id % 10 === 0)) {
		const count = product.id === 10_100 ? 130 : 3;
		const variations = Array.from({ length: count }, (_, index) =>
			wooVariation(product.id * 1000 + index),
		);
		Object.assign(product, { type: 'variable', variations: variations.map(({ id }) => id) });
		shop.variations.set(product.id, variations);
	}
	Object.assign(shop.products[7] ?? {}, {
		sku: '',
		price: '',
		manage_stock: false,
		stock_quantity: null,
	});
	shop.products.push(wooProduct(20_000, { status: 'draft' }));
}

/** What Kainic should hold, by item. */
function wooRows(shop: WooCommerceShop): JsonObject[] {
	return shop.products
		.filter(({ status }) => status === 'publish')
		.flatMap((product) => {
			const common = {
				parent_id: String(product.id),
				categories: ['Shoes'],
				image_url: product.images[0]?.src,
			};
			if (product.type === 'simple') {
				return [{ ...common, ...rowOf(product), title: product.name, url: product.permalink }];
			}
			return (shop.variations.get(product.id) ?? []).map((variation) => ({
				...{ ...common, ...rowOf(variation), url: variation.permalink },
				title: `${product.name} – ${variation.attributes[0]?.option}`,
			}));
		});
}

function rowOf(item: WooProduct | WooVariation): JsonObject {
	return {
		item_id: String(item.id),
		...(item.sku !== '' && { sku: item.sku }),
		...(item.price !== '' && { price: Number(item.price) }),
		...(item.stock_quantity !== null && { stock: item.stock_quantity }),
		in_stock: item.stock_status !== 'outofstock',
	};
}

function isPage(page: number): (request: ShopRequest) => boolean {
	return ({ path, query }) => path.endsWith('/products') && query.get('page') === String(page);
}

test('WooCommerce catalog: 2,500 products over 25 pages arrive one by one, although a page fails once', async (stage) => {
	const { woocommerce: shop } = stage.shops;
	await withShopExample(stage, file, async (example) => {
		fill(shop);
		shop.faults.push({ concerns: isPage(15), answer: () => unavailable, times: 1 });
		await runShop(stage, example.whole);
		assertCatalog(stage, wooRows(shop));
		assert.ok(shop.requests.every(({ query }) => query.get('_fields')?.includes('permalink')));

		// A sale, and a variation that came back.
		const changed = new Date().toISOString().slice(0, 19);
		const sold = shop.products[1];
		const parent = shop.products[20];
		assert.ok(sold && parent);
		Object.assign(sold, {
			stock_quantity: 0,
			stock_status: 'outofstock',
			date_modified_gmt: changed,
		});
		Object.assign(parent, { date_modified_gmt: changed });
		Object.assign(shop.variations.get(parent.id)?.[0] ?? {}, { stock_quantity: 77 });
		// The second run reads the same changes: they are younger than a quarter of an hour.
		for (const _ of ['first', 'second']) {
			const stock = await runShop(stage, example.stock);
			assert.equal(outputItems(stock, 'Update Stock')[0]?.json['products'], 4);
			assertCatalog(stage, wooRows(shop));
		}

		for (const product of shop.products) product.date_modified_gmt = '2026-01-01T00:00:00';
		await runShop(stage, example.stock);
		assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, 3);
	});
});

/** What the shop sold, as the order workflow writes it. */
const soldLine = (id: number, quantity: number): JsonObject => ({
	...{ shop: 'https://shop.example', event_name: 'purchase', event_id: `purchase:${id}`, quantity },
	...{ state: 'done', item_id: String(id), parent_id: String(id) },
	bought_at: new Date(Date.now() - 86_400_000).toISOString(),
});

test('WooCommerce catalog: if Kainic refuses the key, the cards are the bestsellers of the shop, without what sold out since the last stock run @n8n-2', async (stage) => {
	const { woocommerce: shop } = stage.shops;
	await withShopExample(stage, file, async (example) => {
		shop.products = Array.from({ length: 12 }, (_, index) => wooProduct(10_000 + index));
		// 10003 and 10010 are sold out.
		const [first, second] = [shop.products[2], shop.products[7]];
		assert.ok(first && second);
		await addRows(stage.n8n, 'Kainic order events', columnsOf('woocommerce-orders.json'), [
			...[soldLine(first.id, 3), soldLine(second.id, 5)],
			{ ...soldLine(10_000, 9), bought_at: '2026-01-01T00:00:00' },
		]);
		const kept = async () => {
			const [row, ...others] = await tableRows(stage.n8n, 'Kainic bestsellers');
			assert.deepEqual([row?.['shop'], row?.['origin'], others.length], ['store-1', 'orders', 0]);
			const items: unknown = JSON.parse(String(row?.['items']));
			return arrayOf(items, 'items').map((item) => objectOf(item, 'an item'));
		};
		await runShop(stage, example.whole);
		assert.equal((await kept()).length, 10);
		assert.deepEqual(
			(await kept()).slice(0, 3).map(({ item_id: id }) => id),
			[String(second.id), String(first.id), '10011'],
		);
		stage.emulator.change({ apiKey: 'another' });
		const date_modified_gmt = new Date().toISOString().slice(0, 19);
		Object.assign(second, { stock_quantity: 0, stock_status: 'outofstock', date_modified_gmt });
		await assert.rejects(runShop(stage, example.stock), /API key/);
		assert.deepEqual(
			(await kept()).slice(0, 2).map(({ item_id: id, in_stock: is }) => [id, is]),
			[
				[String(second.id), false],
				[String(first.id), true],
			],
		);
		const webhook = readExample('recommendations-webhook.json');
		await whileActive(stage, webhook, Object.values(stage.credentials), async () => {
			const question = { anon_uid: 'visitor-1', type: 'trending', limit: 3, exclude_ids: '10011' };
			const address = `${stage.n8n.url}/webhook/kainic-recommendations`;
			const answer = await askWebhook(address, question);
			assert.equal(answer.body['source'], 'bestsellers');
			assert.deepEqual(itemIds(answer), [String(first.id), '10009', '10008']);
		});
	});
});

const isVariations = ({ path }: ShopRequest): boolean => path.endsWith('/variations');

test('WooCommerce catalog: stock runs wait for the night run, and send what changed while it read the shop @night', async (stage) => {
	const { woocommerce: shop } = stage.shops;
	const { uploads } = stage.emulator.world.ledger.catalogs;
	await withShopExample(stage, file, async (example) => {
		shop.products = Array.from({ length: 250 }, (_, index) => wooProduct(10_000 + index));
		const [sold] = shop.products;
		assert.ok(sold);
		const asked = new Promise<void>((resolve) => {
			const answer: ShopFault['answer'] = (own) => {
				resolve();
				return { ...own(), delay: 4_000 };
			};
			shop.faults.push({ concerns: isPage(3), answer, times: 1 });
		});
		const meanwhile = async (): Promise<void> => {
			await asked;
			const modified = new Date().toISOString().slice(0, 19);
			Object.assign(sold, { stock_quantity: 99, date_modified_gmt: modified });
			const variations = shop.requests.filter(isVariations);
			await runShop(stage, example.stock);
			assert.deepEqual(shop.requests.filter(isVariations), variations);
			assert.equal(uploads.length, 0);
		};
		const night = runShop(stage, example.night);
		await Promise.all([night, Promise.race([night, meanwhile()])]);

		await runShop(stage, example.stock);
		assert.equal(uploads.length, 2);
		assertCatalog(stage, wooRows(shop));
	});
});

test('WooCommerce catalog: a host that allows five requests in four seconds is no trouble @night', async (stage) => {
	const { woocommerce: shop } = stage.shops;
	const times: number[] = [];
	const limited = (own: () => ShopAnswer): ShopAnswer => {
		times.push(Date.now());
		const lately = times.filter((time) => time > Date.now() - 4_000);
		if (lately.length <= 5) return own();
		return { status: 429, headers: { 'retry-after': '60' }, body: 'Too many requests' };
	};
	await withShopExample(
		stage,
		file,
		async (example) => {
			shop.products = Array.from({ length: 350 }, (_, index) => wooProduct(10_000 + index));
			for (const product of shop.products.slice(0, 3)) {
				Object.assign(product, { type: 'variable' });
				shop.variations.set(product.id, [wooVariation(product.id * 1000)]);
			}
			shop.faults = [{ concerns: () => true, answer: limited, times: Infinity }];
			await runShop(stage, example.whole);
			assertCatalog(stage, wooRows(shop));
			assert.equal(shop.requests.length, 4 + 3);
		},
		(text) => text,
	);
});

test('WooCommerce catalog: a night that n8n missed is made up for, once @n8n-2-night', async (stage) => {
	const { n8n, shops, emulator } = stage;
	const { uploads } = emulator.world.ledger.catalogs;
	const { woocommerce: shop } = shops;
	await withShopCredentials(stage, async (stored) => {
		shop.products = [wooProduct(10_000)];
		const replaced = { [every15]: everyFewSeconds };
		const change = (text: string) =>
			impatient(text)
				.replace(/("name": "night_minutes",\s*"value": )60/, '$115')
				.replace(
					/("name": "night_hour",\s*"value": )4/,
					'$1"={{ $now.minus({ hours: 3 }).hour }}"',
				);
		const example = readExample(file, { shop: shop.url, replaced, change });
		await whileActive(stage, example, stored, async (workflow) => {
			const ended = async () =>
				(await listExecutions(n8n, workflow)).filter(({ status }) => status === 'success').length;
			await until(async () => (await ended()) >= 3);
			const [row] = await tableRows(n8n, 'Kainic health');
			assert.deepEqual(
				[row?.['kind'], row?.['name'], row?.['products']],
				['catalog', 'store-1', 1],
			);
			assert.ok(Number(row?.['at']) > Number(row?.['night']));
			assert.deepEqual(uploads.map(({ syncMode }) => syncMode).slice(0, 1), ['full']);
			assert.equal(uploads.filter(({ syncMode }) => syncMode === 'full').length, 1);
		});
	});
});
