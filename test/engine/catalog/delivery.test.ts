import { turns } from '../support';
import { errorOf, openShop, products } from '../shop';

const shop = openShop();

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
