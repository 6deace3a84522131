import fc from 'fast-check';
import { codeNode, itemsOf } from '../../support/workflows/code-node';
import { forAll } from '../../support/for-all';

const products = codeNode('catalog-csv.json', 'Build Products');

const columns = { item_id: 'SKU', title: 'Name', price: 'Price', stock: 'Stock' };
const header = 'SKU;Name;Price;Stock';

/** The products of rows as n8n reads them. */
function read([names = '', ...rows]: readonly string[], ...sold: readonly string[]) {
	return readAs(columns, [names, ...rows], sold);
}

function readAs(
	fields: object,
	[names = '', ...rows]: readonly string[],
	sold: readonly string[] = [],
) {
	const items = rows.map((row) => {
		const cells = row.split(';');
		return Object.fromEntries(names.split(';').map((name, index) => [name, cells[index]]));
	});
	return productsOf(items, fields, sold);
}

function productsOf(rows: readonly object[], fields: object, sold: readonly string[] = []) {
	const settings = { encoding: 'utf-8', number_fields: 'price, stock' };
	const nodes = {
		'Your Shop': itemsOf({ ...settings, fields }),
		'Read Sold Items': itemsOf({}, ...sold.map((item_id) => ({ item_id }))),
	};
	// Without rows, n8n passes on an empty item.
	return products({ nodes, input: rows.length > 0 ? itemsOf(...rows) : itemsOf({}) });
}

describe('the rows of a CSV file', () => {
	test('keep their values, numbers as numbers and all else as text, and may leave a column empty', () => {
		const rows = ['SKU;Name;More;Price;Stock', '00123; 007 ;x;19.90;3', '8;;;;0'];
		expect(read(rows)).toEqual([
			{ item_id: '00123', title: '007', price: 19.9, stock: 3 },
			{ item_id: '8', stock: 0 },
		]);
	});

	test('have names as HTML, and IDs as they are', () => {
		const rows = [
			{ SKU: 'A&amp;B', Name: 'Shoe &quot;Bär &amp; Co&quot;', Price: '5', Stock: '1' },
		];
		expect(productsOf(rows, columns)).toMatchObject([
			{ item_id: 'A&amp;B', title: 'Shoe "Bär & Co"' },
		]);
	});

	test('are refused if number_fields has a field that was renamed', () => {
		const { price, ...others } = columns;
		const read = () => readAs({ ...others, cost: price }, [header, 'a;b;1;2']);
		expect(read).toThrow('number_fields has price');
	});

	test.each<[string, readonly string[], RegExp]>([
		['no rows', [header], /The file has no rows with a column "SKU"/],
		['a page', ['<html>', '<body>'], /no rows with a column "SKU". Its columns are: <html>/],
		['no stock', ['SKU;Name;Price', 'a;b;1'], /column "Stock"/],
		['the euro sign of Excel', [header, 'a;1 \u0080;1;2'], /are not in utf-8: try windows-1252/],
		['few prices', [header, 'a;b;0;1', 'c;d;;2', 'e;f;1;2'], /2 of 3 products have no price/],
		['no ID', [header, 'a;;1;', ' ;b;;'], /1 products have no SKU of their own, for example b\./],
		[
			'an ID twice',
			[header, 'a;;1;', ' a;b;;'],
			/1 products have no SKU of their own, for example a 1\./,
		],
		[
			'a date',
			[header, 'a;b;12.05.2026;1'],
			/Row 2: "Price" is not a number such as 1299.90: "12.05.2026"/,
		],
		['a date of Excel', [header, 'a;b;5/12/26;1'], /Row 2: "Price" is not a number/],
		[
			'an unknown letter',
			[header, 'a;Gr\uFFFD\uFFFDe;1;1'],
			/Row 2: "Name" has letters that are not in utf-8/,
		],
	])('are refused with %s', (_, rows, says) => {
		expect(() => read(rows)).toThrow(says);
	});

	test('are refused if the shop sold other products', () => {
		const sold = ['101', '102', '103'];
		expect(() => read([header, 'a;b;1;2'], ...sold)).toThrow(
			'3 of the 3 products sold last, for example 101, 102, 103.',
		);
		expect(read([header, '102;b;1;2', '103;c;1;2'], ...sold)).toHaveLength(2);
	});

	test('become as many products with different IDs, or an error', async () => {
		const cell = fc.constantFrom('', 'a', 'b', 'Ä "x"', '5', '19,90', '1,234', 'no', ' ');
		const row = fc.tuple(cell, cell, cell, cell).map((cells) => cells.join(';'));
		let good = 0;
		await forAll([fc.array(row, { maxLength: 4 })], 2000, (rows) => {
			try {
				const made = read([header, ...rows]);
				good += 1;
				const ids = made.map((product) => String(product['item_id']));
				expect(ids.filter((id) => /\S/.test(id))).toHaveLength(rows.length);
				expect(new Set(ids).size).toBe(rows.length);
			} catch (error) {
				expect(String(error)).toMatch(/Error: (The file|Row \d|\d products|\d of \d products)/);
			}
		});
		expect(good).toBeGreaterThan(0);
	});
});

describe('a number of a CSV file', () => {
	const price = (text: string) => read([header, `1;a;${text};`, '2;b;5;', '3;;5;'])[0]?.['price'];

	test('is read back whatever file of either kind writes it', () =>
		forAll(
			[fc.integer(), fc.nat(2), fc.constantFrom('en-US', 'de-DE'), fc.boolean()],
			(whole, decimals, locale, useGrouping) => {
				const value = whole / 10 ** decimals;
				fc.pre(!useGrouping || decimals > 0 || Math.abs(value) < 1000);
				const text = value.toLocaleString(locale, { minimumFractionDigits: decimals, useGrouping });
				expect(price(text)).toBe(value);
			},
		));

	test.each([
		...([
			['100.0000', 100],
			['19,9000', 19.9],
			['1.299,0000', 1299],
			['0.1234', 0.1234],
		] as const),
	])('may have four decimals, as OpenCart writes them: %s', (text, number) => {
		expect(price(text)).toBe(number);
	});

	test.each(['1.299', '1,299', '1.299.000', '19.905', 'EUR 5', '5-'])('is not %s', (text) => {
		expect(() => price(text)).toThrow('Row 2: "Price" is not a number such as 1299.90');
	});
});
