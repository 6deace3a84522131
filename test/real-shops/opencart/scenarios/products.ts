import assert from 'node:assert/strict';
import { runManually } from '../../../../tools/n8n';
import { arrayOf, objectOf, type JsonObject } from '../../../../tools/n8n/json';
import { patience } from '../../browser';
import { importExample } from '../../shop-stage';
import { productsOf, test, type RealShop } from '../opencart-stage';

/** What visitors can buy. OpenCart shows the price of a special or of a discount for one piece, and 20 % tax on goods of the tax class 9. */
const products = `
	SELECT p.product_id, p.master_id, p.quantity, p.image, p.price AS net, d.name,
		ROUND(IFNULL((SELECT IF(s.type = 'F', s.price, p.price * (1 - s.price / 100)) FROM oc_product_discount s
			WHERE s.product_id = p.product_id AND s.quantity = 1 AND s.date_end IN ('0000-00-00')), p.price)
			* IF(p.tax_class_id = 9, 1.2, 1), 2) AS gross
	FROM oc_product p JOIN oc_product_description d ON d.product_id = p.product_id AND d.language_id = 1
	WHERE p.status = 1 AND p.date_available <= NOW() ORDER BY p.product_id`;

/** What browsers make of the names that OpenCart saves. */
const names: Readonly<Record<string, string>> = {
	'Apple Cinema 30&quot;': 'Apple Cinema 30"',
	'T-Shirt &quot;Bär &amp; Co&quot;': 'T-Shirt "Bär & Co"',
	'T-Shirt &quot;Bär &amp; Co&quot; Large': 'T-Shirt "Bär & Co" Large',
};
const nameOf = ({ name }: JsonObject) => names[String(name)] ?? name;

async function uploaded(
	real: RealShop,
	file: string,
	change: (text: string) => string,
): Promise<readonly JsonObject[]> {
	const workflow = await importExample(real, file, { change });
	const run = await runManually(real.n8n, workflow, 'Start Every Night', patience);
	assert.equal(run.status, 'success', run.errorMessage);
	const { products: all = [] } = real.emulator.world.ledger.catalogs.of('store-1') ?? {};
	return arrayOf(all, 'products')
		.map((each) => objectOf(each, 'a product'))
		.sort((a, b) => Number(a['item_id']) - Number(b['item_id']));
}

test('OpenCart: the pages of the developer have each product as visitors see it', async (real) => {
	const { shop } = real;
	const catalog = await uploaded(real, 'catalog-full-schedule.json', productsOf(real));
	const rows = await shop.rows(products);
	assert.ok(rows.length > 15);
	const [visitor, address] = [await shop.visitor(), new Map<unknown, string>()];
	for (const { item_id, url } of catalog) address.set(item_id, String(url));
	assert.deepEqual(
		catalog,
		rows.map((row) => ({
			item_id: row['product_id'],
			parent_id: row['master_id'] === '0' ? row['product_id'] : row['master_id'],
			title: nameOf(row),
			price: Number(row['gross']),
			stock: Number(row['quantity']),
			url: address.get(row['product_id']),
			...(row['image'] !== '' && { image_url: `${shop.url}/image/${String(row['image'])}` }),
		})),
	);
	// The page of each product has its ID and its price.
	for (const { item_id, price, url } of catalog) {
		const page = await visitor.text(String(url));
		assert.match(page, new RegExp(`data-kainic-item="${String(item_id)}"`));
		const shown = Number(price).toLocaleString('en', { minimumFractionDigits: 2 });
		assert.ok(
			page.includes(`<span class="price-new">${shown}€</span>`),
			`${String(url)}: ${shown}`,
		);
	}
	assert.equal(shop.takeLog(), '');
});

test('OpenCart: a CSV file and a feed have each product as the database has it', async (real) => {
	const { shop } = real;
	await shop.exportProducts();
	const rows = await shop.rows(products);
	const urlOf = ({ product_id }: JsonObject) =>
		`${shop.url}/index.php?route=product/product&product_id=${String(product_id)}`;
	const columns = {
		SKU: 'product_id',
		Name: 'name',
		Price: 'price',
		Stock: 'quantity',
		URL: 'url',
		Image: 'image',
	};
	const entered = (text: string) =>
		Object.entries(columns).reduce(
			(changed, [usual, column]) => changed.replace(`"value": "${usual}"`, `"value": "${column}"`),
			text,
		);
	assert.deepEqual(
		await uploaded(real, 'catalog-csv.json', entered),
		rows.map((row) => ({
			...{ item_id: row['product_id'], title: nameOf(row), price: Number(row['net']) },
			...{ stock: Number(row['quantity']), url: urlOf(row) },
			image_url: `${shop.url}/image/${String(row['image'])}`,
		})),
	);
	const feed = (text: string) => text.replace('google-feed.xml', 'google.xml');
	assert.deepEqual(
		await uploaded(real, 'catalog-google-feed.json', feed),
		rows.map((row) => ({
			...{ item_id: row['product_id'], parent_id: row['product_id'], title: nameOf(row) },
			...{ price: Number(row['net']), url: urlOf(row), in_stock: Number(row['quantity']) > 0 },
			image_url: `${shop.url}/image/${String(row['image'])}`,
		})),
	);
});
