import { codeNode, itemsOf } from '../../support/workflows/code-node';

const build = codeNode('catalog-google-feed.json', 'Build Products');

const fields = {
	...{ item_id: 'g:id', parent_id: 'g:item_group_id, g:id', title: 'title, g:title' },
	...{ price: 'g:price', image_url: 'g:image_link', in_stock: 'g:availability' },
};

const read = (...products: readonly object[]) =>
	build({
		input: itemsOf(...products),
		nodes: { 'Your Shop': itemsOf({ fields }), 'Read Sold Items': itemsOf({}) },
	});

const shoe = {
	...{ 'g:id': '0012', title: 'Shoe' },
	...{ 'g:price': '19.90 EUR', 'g:availability': 'in_stock' },
};

describe('the products of a Google feed', () => {
	test('take the first element that they have, and the first of several with one name', () => {
		const sock = { 'g:id': '1', 'g:item_group_id': 'g-1', 'g:title': 'Sock', 'g:price': '5 EUR' };
		expect(read({ ...sock, 'g:image_link': ['first.jpg', 'second.jpg'] })).toEqual([
			{ item_id: '1', parent_id: 'g-1', title: 'Sock', price: 5, image_url: 'first.jpg' },
		]);
	});

	test.each<['availability' | 'price', string, boolean | number]>([
		['availability', 'in stock', true],
		['availability', 'preorder', true],
		['availability', 'backorder', true],
		['availability', 'out_of_stock', false],
		['availability', 'Out of stock', false],
		['availability', 'sold out', false],
		['availability', 'discontinued', false],
		['price', '19.90 EUR', 19.9],
		['price', 'EUR 19.90', 19.9],
		['price', '1299', 1299],
		['price', '0 USD', 0],
		['price', '100.0000 EUR', 100],
	])('with the %s "%s" have the value %j', (name, text, value) => {
		const { price, in_stock } =
			read({ ...shoe, [`g:${name}`]: text }, { ...shoe, 'g:id': '1' })[0] ?? {};
		expect(name === 'price' ? price : in_stock).toBe(value);
	});

	test('have a title as visitors read it, if the shop escaped it twice', () => {
		const [{ title } = {}] = read({ ...shoe, title: 'Shoe &quot;Bär &amp; Co&quot;' });
		expect(title).toBe('Shoe "Bär & Co"');
	});

	test.each([
		['no ID', [{ ...shoe, 'g:id': '' }]],
		['a blank ID', [{ ...shoe, 'g:id': ' ' }]],
		['a price without a number', [{ ...shoe, 'g:price': 'EUR' }]],
		['the ID of another product', [shoe, { ...shoe, title: 'Sock' }]],
		['a price with a comma', [{ ...shoe, 'g:price': '19,90 EUR' }]],
		['a price for thousands', [{ ...shoe, 'g:price': '1,299.00 USD' }]],
		['a price that may be one or a thousand', [{ ...shoe, 'g:price': '1.299 EUR' }]],
		['a letter that was not UTF-8', [{ ...shoe, title: 'Gr\ufffd\ufffde' }]],
		['a title with markup', [{ ...shoe, title: { _: 'Tea', b: 'pot' } }]],
		['nothing that the feed of Google has', [{ error: 'busy' }]],
	])('are refused with %s', (_, products) => {
		expect(() => read(...products)).toThrow(
			/^(Bad price or letter: \[\{|\d products have no g:id of their own)/,
		);
	});

	test('have their ID in the first field, whatever Kainic calls it', () => {
		const { item_id, ...others } = fields;
		const renamed = { 'Your Shop': itemsOf({ fields: { product: item_id, ...others } }) };
		const nodes = { ...renamed, 'Read Sold Items': itemsOf({}) };
		const made = (...rows: readonly object[]) => build({ input: itemsOf(...rows), nodes });
		expect(made(shoe)[0]).toMatchObject({ product: '0012' });
		expect(() => made(shoe, shoe)).toThrow('no g:id of their own');
	});

	test('keep a date of availability, and a second name of the price is a price', () => {
		const dated = { ...shoe, 'g:availability_date': '2026-12-24' };
		const more = { from: 'g:availability_date', price: 'g:sale_price, g:price' };
		const nodes = {
			'Your Shop': itemsOf({ fields: { ...fields, ...more } }),
			'Read Sold Items': itemsOf({}),
		};
		const made = (row: object) => build({ input: itemsOf(row), nodes });
		expect(made(dated)[0]).toMatchObject({ from: '2026-12-24', price: 19.9 });
		expect(() => made({ ...shoe, 'g:price': '' })).toThrow('no price above 0');
	});

	test('are refused if most have no price', () => {
		expect(() => read({ 'g:id': '1', 'g:price': '' }, { 'g:id': '2' })).toThrow(
			'2 of 2 products have no price above 0',
		);
		expect(read(shoe, { 'g:id': '2' })).toHaveLength(2);
	});
});
