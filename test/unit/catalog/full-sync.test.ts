import { demo } from '../support/fake-run';
import { items, refusalOf, refusalsOf, uploadsOf, type Given } from './fake-run';

const storeOf = (...stores: readonly string[]) => ({
	storeId: (index: number) => stores[index] ?? '',
});

const sentTo = async (given: Given) =>
	(await uploadsOf(given)).map(({ fields }) => fields.store_id);

describe('a refused item', () => {
	const broken = { items: [...items(2), { json: {} }], panel: storeOf('a', 'b', 'b') };

	test('refuses every full sync of the run with its own failure', async () => {
		expect(await refusalOf(broken)).toMatchObject({
			...{ indexes: [0, 1, 2], code: 'file_schema' },
			message: 'Item 2: This is an empty object, not a product.',
			description: expect.stringContaining(
				'Nothing was uploaded, because the catalog would be incomplete',
			),
		});
		expect(await sentTo(broken)).toEqual([]);
	});

	test('is one of an unknown store; the message says how many were refused', async () => {
		const unknown = { items: items(4), panel: storeOf('a', '', '', 'a') };
		const message = 'Item 1: Store ID is empty. Items with errors: 2.';
		expect(await refusalOf(unknown)).toMatchObject({ indexes: [0, 1, 2, 3], message });
	});
});

describe('a full sync that could only be a part', () => {
	test('is refused under Execute Once', async () => {
		expect(await refusalOf({ executesOnce: true })).toMatchObject({
			code: 'suspicious_catalog',
			message: expect.stringMatching(/^Execute Once is on, so this node gets only the first input/),
			description: expect.stringMatching(/Switch Execute Once off in the settings of this node\.$/),
		});
	});

	test.each<[string, Given]>([
		['only validated it', { panel: { 'options.validateOnly': true } }],
		['sent stock', { panel: { syncMode: 'stock' } }],
		['sent it to another project', { connection: { ...demo, projectId: 'other' } }],
	])('may be sent after a run that %s', async (name, earlier) => {
		const execution = `full-sync-${name}`;
		expect(await refusalsOf({ execution, ...earlier })).toEqual([]);
		expect(await sentTo({ execution })).toEqual(['store-1']);
	});

	test('is refused if several files are for its store', async () => {
		const files = new Map([0, 1].map((index) => [index, '[{"item_id":"p"}]']));
		const given = { items: items(2), files, panel: { productSource: 'file' } };
		const advice = 'The full sync was not sent. Put all products of a store into one file.';
		const message = expect.stringContaining('Several files are for the store "store-1".');
		const [failure] = await refusalsOf(given);
		expect(failure).toMatchObject({ code: 'suspicious_catalog', message });
		expect(failure?.description).toContain(advice);
	});

	test('is refused if an earlier run sent one for the store', async () => {
		const execution = 'full-sync-sent';
		expect(await sentTo({ execution })).toEqual(['store-1']);
		expect(await refusalOf({ execution })).toMatchObject({
			...{ code: 'suspicious_catalog', notSent: true },
			message: expect.stringMatching(
				/^This execution already sent a full sync of the store "store-1"/,
			),
			description: expect.stringMatching(
				/^The full sync was not sent\. .* If the first full sync failed, run the workflow again\. Otherwise, send all products/,
			),
		});
		expect(await sentTo({ execution, panel: { storeId: 'b' } })).toEqual(['b']);
		expect(await sentTo({ execution, panel: { syncMode: 'stock' } })).toEqual(['store-1']);
	});

	test.each<[string, Given]>([
		['a product', { items: [{ json: {} }] }],
		['the number of products', { panel: { minProducts: 2 } }],
	])('is refused if that of an earlier run was refused unsent for %s', async (reason, first) => {
		const execution = `full-sync-refused-${reason}`;
		expect(await refusalsOf({ ...first, execution })).toHaveLength(1);
		expect(await refusalOf({ execution })).toMatchObject({
			...{ code: 'suspicious_catalog', notSent: true },
			message:
				'In this execution, an earlier full sync of the store "store-1" had errors and was not sent. This full sync may contain only a part of the products.',
			description: expect.stringMatching(
				/Correct the items that had errors, and run the workflow again\.$/,
			),
		});
	});
});

test('a guard that an item gives as nothing refuses the upload, not those of other stores', async () => {
	const minProducts = (index: number) => (index === 1 ? null : 1);
	const run = { items: items(3), panel: { ...storeOf('a', 'a', 'b'), minProducts } };
	expect(await refusalsOf(run)).toMatchObject([
		{ indexes: [0, 1], message: 'Minimum Products is empty.', code: 'invalid_input' },
	]);
	expect(await sentTo(run)).toEqual(['b']);
});
