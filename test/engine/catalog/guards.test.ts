import type { IDataObject } from 'n8n-workflow';
import { credentialFor, errorOf, openShop, products } from '../shop';

const shop = openShop();

async function refusal(...given: Parameters<typeof shop.upload>) {
	const result = await shop.upload(...given);
	expect(result.success).toEqual([]);
	expect(result.errorBranch).toHaveLength(1);
	return errorOf(result.errorBranch[0]);
}

const previous = (previousProducts: unknown, more = {}) => ({
	parameters: { options: { previousProducts: previousProducts as number, ...more } },
});

describe('a full sync', () => {
	test('says for how many stores there was nothing to compare with', async () => {
		const items = products(2).map((product, index) => ({
			...product,
			store: `store-${index + 1}`,
			index,
		}));
		const hint = async (previousProducts: string) => {
			const parameters = { storeId: '={{ $json.store }}', options: { previousProducts } };
			return (await shop.upload(items, { parameters })).hints[0]?.message;
		};

		const notCompared =
			'2 products were uploaded in 2 requests. The number of products was not compared with the last upload';
		expect(await hint('={{ $json.index }}')).toBe(
			`${notCompared} for 1 of 2 stores, because the option Previous Products is 0.`,
		);
		for (const nothing of ['={{ 0 * $json.index }}', '0']) {
			expect(await hint(nothing)).toBe(
				`${notCompared}, because the option Previous Products is 0.`,
			);
		}
		expect(await hint('={{ 1 + $json.index * 0 }}')).toBe(
			'2 products were uploaded in 2 requests.',
		);
	});

	test('counts products with the same ID once, since only one of them remains', async () => {
		const pages = Array.from({ length: 10 }, () => products(5)).flat();

		const shrunk = await refusal(pages, previous(50, { maxShrink: 80 }));
		expect(shrunk.message).toMatch(
			/has 5 products, and the last upload had 50\. That is 90 % fewer, .* are not counted \(45\)\./,
		);
		const sent = await shop.upload(pages, previous(5));
		expect(sent.success[0]?.json).toMatchObject({ products: 5 });
		expect(sent.hints.map(({ message }) => message)).toEqual([
			'5 products were uploaded in 1 request. 45 products have the same item_id as another product.',
		]);
	});
});

test('products are said to have no IDs if none has one', async () => {
	const none = [{ title: 'x' }, { title: 'y' }];
	const hint = async (items: IDataObject[]) =>
		(await shop.upload(items, { parameters: { syncMode: 'stock' } })).hints[0]?.message;
	expect(await hint(none)).toBe(
		'2 products were uploaded in 1 request. No product has the field item_id. The first product has the fields: title.',
	);
	expect(await hint([...none, { item_id: 'x' }])).toBe('3 products were uploaded in 1 request.');
});

describe('a failed upload', () => {
	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'is one item, which is not sent in place of its products: %s',
		async (onError) => {
			shop.emulator.inject({ kind: 'answer', status: 400 });
			const first = await shop.upload(products(3), { onError });
			const failed = onError === 'continueErrorOutput' ? first.errorBranch : first.outputs[0];
			expect(errorOf(failed?.[0])).toMatchObject({ items: 3 });

			let items = failed?.map(({ json }) => json) ?? [];
			expect(items).toMatchObject([{ item_id: 'p-0', error: { notSent: false } }]);
			// Each refusal comes back as well, e.g. in a loop.
			for (const syncMode of ['full', 'stock', 'full']) {
				const again = await shop.upload(items, { parameters: { syncMode } });
				items = again.errorBranch.map(({ json }) => json);
				expect(errorOf(again.errorBranch[0])).toMatchObject({
					code: 'suspicious_catalog',
					notSent: true,
					message: expect.stringMatching(/^Item 0: The item comes from a failed upload/),
				});
			}
			expect(shop.requests()).toBe(1);
		},
	);
});

test.each([
	['an option is not valid', { options: { maxAttempts: 0 } }, {}],
	['the source is none', { productSource: '={{ $json.a.b.c }}' }, {}],
	['the key is one of experiments', {}, { keyType: 'experiment' }],
])(
	'files that cannot be planned fail one by one and keep their bytes: %s',
	async (_name, more, key) => {
		const files = products(3).map((product) => JSON.stringify([product]));
		const result = await shop.uploadFiles(files, {
			parameters: { syncMode: 'stock', ...more },
			credential: { ...credentialFor(shop.emulator.url), ...key },
		});
		expect(result.errorBranch).toHaveLength(3);
		for (const [index, item] of result.errorBranch.entries()) {
			expect(item.json).toMatchObject({ file: index, error: { notSent: true } });
			const { data = '' } = item.binary?.['data'] ?? {};
			expect(Buffer.from(data, 'base64').toString()).toBe(files[index]);
		}
		expect(shop.requests()).toBe(0);
	},
);

describe('what a Kainic Catalog node put out', () => {
	test.each([{}, { validateOnly: true }])(
		'for an upload is no product of another store: %j',
		async (options) => {
			const { success } = await shop.upload(products(3), { parameters: { options } });
			const items = success.map(({ json }) => json);
			const before = shop.requests();
			for (const syncMode of ['full', 'stock']) {
				const error = await refusal(items, { parameters: { syncMode, storeId: 'store-2' } });
				expect(error.code).toBe('suspicious_catalog');
				expect(error.message).toMatch(/is the result of another Kainic Catalog node/);
			}
			expect(shop.requests()).toBe(before);
		},
	);

	test.each([
		{ productSource: 'inputItems' },
		{ productSource: 'json', productsJson: '={{ $json }}' },
		{ productSource: 'json', productsJson: '={{ JSON.stringify([$json]) }}' },
	])('for a failed product is no part of it: %j', async (parameters) => {
		shop.emulator.inject({ kind: 'answer', status: 400 });
		const { errorBranch } = await shop.upload(products(1));
		const items = errorBranch.map(({ json }) => json);
		await shop.upload(items, { parameters });
		expect(shop.emulator.world.ledger.catalogs.of('store-1')?.products).toEqual(products(1));
	});
});
