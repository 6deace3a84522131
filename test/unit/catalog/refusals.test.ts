import { checkForm } from '../../../nodes/KainicCatalog/form';
import { checkProduct } from '../../../nodes/KainicCatalog/products';
import { messageOf } from '../support/refusal';
import { fakeRun, refusalsOf, uploadsOf, type FakeRun } from './fake-run';

const stock = { syncMode: 'stock' };
const items = (...products: object[]) => products.map((json) => ({ json: { ...json } }));
const shoe = { item_id: 'p-1' };

/** Code, message and advice of what ends all items. */
async function refusal(run: Partial<FakeRun>) {
	const found = await refusalsOf(fakeRun({ items: items(shoe), ...run }));
	return found.map(({ code, message, description }) => [code, message, description])[0];
}

describe('what is refused says what to do', () => {
	test.each([
		['full', 'json'],
		['full', 'inputItems'],
		['stock', 'inputItems'],
		['stock', 'file'],
	])('a tool in %s with the source %s', async (syncMode, productSource) => {
		const panel = { syncMode, productSource, productsJson: [shoe] };
		expect(await refusal({ runsAsTool: true, panel })).toEqual([
			'invalid_input',
			'As an AI tool, this node can only send a stock update with the products in Products JSON.',
			'Set Sync Mode to Stock, and Product Source to JSON.',
		]);
	});

	test('but not a tool that sends stock from JSON', async () => {
		const panel = { ...stock, productSource: 'json', productsJson: [shoe] };
		const run = fakeRun({ items: items(shoe), runsAsTool: true, panel });
		expect(await uploadsOf(run)).toHaveLength(1);
	});

	test.each([0, -1])('Maximum Megabytes of %d', async (megabytes) => {
		const found = await refusal({ panel: { 'options.maxFileMegabytes': megabytes } });
		expect(found?.[1]).toBe(`Maximum Megabytes is ${megabytes}, but it must be more than 0.`);
	});

	test('an empty array as Products JSON', async () => {
		const panel = { ...stock, productSource: 'json', productsJson: '[]' };
		expect(await refusal({ panel })).toEqual([
			'file_schema',
			'Item 0: Products JSON is an empty array.',
			'Check the expression of Products JSON.',
		]);
	});

	test('a guard that is no number', async () => {
		expect((await refusal({ panel: { minProducts: 0 } }))?.slice(1)).toEqual([
			'Minimum Products must be a number of at least 1.',
			'The full sync was not sent. Correct Minimum Products, or its expression.',
		]);
	});
});

describe('an item in place of products', () => {
	const result = { status: 'accepted', storeId: 's', syncMode: 'full', bytes: 0 };

	test.each([result, { ...result, status: 'valid' }])('is the result of an upload: %j', (json) => {
		expect(messageOf(() => checkProduct(json))).toBe(
			'The item is the result of another Kainic Catalog node, not a product.',
		);
	});

	test.each(['status', 'storeId', 'syncMode', 'bytes'])('is a product without %s', (name) => {
		const { [name]: _left, ...product } = Object({ ...result, item_id: 'p-1' });
		expect(checkProduct(product)).toEqual(product);
	});

	test.each(['inputItems', 'json'])('is the failure of several: %s', async (productSource) => {
		const error = { code: 'server_error', notSent: true, items: 3 };
		const failed = { ...shoe, error };
		const panel = { ...stock, productSource, productsJson: failed };
		expect(await refusal({ items: items(failed), panel })).toEqual([
			'suspicious_catalog',
			'Item 0: The item comes from a failed upload, and contains only one product of this upload.',
			'Run the workflow again, so that all products of the failed upload are sent.',
		]);
	});
});

const formWith = (value: string) => {
	return { fields: [{ name: 'note', value }], fileField: 'file', fileName: 'a.json' };
};

test.each(['a\nb', 'a\rb', 'a\n\rb', '\ud800'])('no form carries %j unchanged', (value) => {
	expect(messageOf(() => checkForm(formWith(value)))).toBe(
		'The form field "note" contains a line break or a damaged character (such as half of an emoji), which cannot be sent.',
	);
	expect(checkForm(formWith('a\r\nb'))).toEqual(formWith('a\r\nb'));
});
