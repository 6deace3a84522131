import { createHash } from 'node:crypto';
import { errorOf, openShop, products } from '../shop';
import { turns } from '../support';

const shop = openShop();
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

describe('products from input items', () => {
	test('go in one upload that is linked to all items', async () => {
		const list = products(1000);
		const result = await shop.upload(list);

		const content = JSON.stringify(list);
		expect(result.error).toBeUndefined();
		expect(result.success).toEqual([
			{
				json: {
					status: 'accepted',
					storeId: 'store-1',
					syncMode: 'full',
					products: 1000,
					bytes: Buffer.byteLength(content),
					attempts: 1,
					response: { store_id: 'store-1', sync_mode: 'full', products: 1000 },
				},
				pairedItem: list.map((_, item) => ({ item })),
			},
		]);
		expect(shop.uploads()).toMatchObject([
			{
				storeId: 'store-1',
				syncMode: 'full',
				productCount: 1000,
				fileSha256: sha256(content),
				fileName: 'products.json',
				fileType: 'application/json',
				fields: [
					{ name: 'kainic_pid', value: 'demo-project' },
					{ name: 'store_id', value: 'store-1' },
					{ name: 'sync_mode', value: 'full' },
				],
			},
		]);
		expect(result.hints.map(({ message }) => message)).toEqual([
			'1,000 products were uploaded in 1 request. The number of products was not compared with the last upload, because the option Previous Products is not set.',
		]);
	});
});

describe.each([
	['memory', 'memory', 'separate'],
	['memory, its item naming others within the JSON', 'memory', 'combined'],
	['filesystem', 'filesystem', 'separate'],
	['filesystem, and named within the JSON', 'filesystem', 'combined'],
] as const)('a file kept in %s', (_place, binaryMode, settings) => {
	const kept = { binaryMode, workflowSettings: { binaryMode: settings } };

	test('goes byte for byte as it is', async () => {
		const content = ` {"products": ${JSON.stringify(products(20_000), null, 1)}}\n`;
		const parameters = { options: { productsField: 'products' } };
		const result = await shop.uploadFiles([content], { ...kept, parameters });

		expect(result.errorBranch).toEqual([]);
		expect(result.success[0]?.json).toMatchObject({ products: 20_000, attempts: 1 });
		expect(shop.uploads()).toMatchObject([
			{ fileSha256: sha256(content), fileName: 'feed.json', productCount: 20_000 },
		]);
	});
});

test.each(['full', 'stock'])(
	'the form of a %s sync is what the contract says',
	async (syncMode) => {
		await shop.upload(products(3), { parameters: { syncMode } });

		const [upload] = shop.uploads();
		const form = Object.fromEntries((upload?.fields ?? []).map(({ name, value }) => [name, value]));
		const { checkRequest } = shop.emulator.contract.of('catalog');
		expect(checkRequest({ ...form, file: '' })).toBeUndefined();
		expect(Object.keys(shop.emulator.world.ledger.requests[0]?.query ?? {})).toEqual([]);
	},
);

test.each(['inputItems', 'file'])(
	'a 503 after half of the body, then success: one complete upload from %s',
	async (source) => {
		shop.emulator.inject({ kind: 'early_answer', status: 503 });
		const list = products(30_000);
		const result =
			source === 'file'
				? await shop.uploadFiles([JSON.stringify(list)], { binaryMode: 'filesystem' })
				: await shop.upload(list);

		expect(result.success[0]?.json).toMatchObject({ products: 30_000, attempts: 2 });
		expect(shop.uploads()).toMatchObject([{ productCount: 30_000 }]);
		expect(shop.requests()).toBe(2);
	},
);

test("the host's own 413, which is HTML, is told as too large, with the limits in the advice", async () => {
	shop.emulator.inject({ kind: 'answer', status: 413, body: '<html>Too large</html>' });
	const { errorBranch } = await shop.upload(products(1));

	const error = errorOf(errorBranch[0]);
	expect(error).toMatchObject({ code: 'too_large', httpCode: 413, attempts: 1 });
	expect(error.description).toMatch(/32 MB .* 10 MB/);
});

test.each(['filesystem', 'memory'] as const)(
	'checking a large file can be cancelled within a second: %s',
	async (binaryMode) => {
		const content = `[${'{"item_id":"1"},'.repeat(4_000_000)}{"item_id":"1"}]`;
		const { record } = await shop.uploadFiles([content], {
			cancelWhen: async () => await turns(),
			binaryMode,
			parameters: { options: { maxFileMegabytes: 100 } },
		});

		expect(record.status).toBe('canceled');
		expect(record.millisecondsAfterCancel).toBeLessThan(1000);
		expect(shop.requests()).toBe(0);
	},
);

test('a slow upload says where it is at most once a second', async () => {
	shop.emulator.inject({ kind: 'delay', delayMs: 1100, count: 1 });
	const items = products(4).map((product, index) => ({
		...product,
		store: `store-${(index % 2) + 1}`,
	}));
	const result = await shop.upload(items, { parameters: { storeId: '={{ $json.store }}' } });

	const lines = result.logs.filter((line) => line.includes('bytes sent'));
	expect(lines).toHaveLength(1);
	expect(lines[0]).toContain('store "store-2": ');
});
