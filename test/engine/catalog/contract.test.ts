import { errorOf, openShop, products } from './shop';

const shop = openShop();

test.each(['full', 'stock'])(
	'the form of a %s sync is what the contract says',
	async (syncMode) => {
		await shop.upload(products(3), { parameters: { syncMode } });

		const [upload] = shop.uploads();
		const form = Object.fromEntries((upload?.fields ?? []).map(({ name, value }) => [name, value]));
		const { checkRequest } = shop.emulator.contract;
		expect(checkRequest.catalog({ ...form, file: '' })).toBeUndefined();
		expect(checkRequest.catalog({ ...form, file: '', sync_mode: 'other' })).toBeDefined();
		expect(Object.keys(shop.emulator.world.ledger.requests[0]?.query ?? {})).toEqual([]);
	},
);

test.each([
	['credit', 'credit'],
	['no_file', 'no_file'],
	['unknown_store', 'unknown_store'],
	['file_schema', 'file_schema'],
	['missing_fields', 'missing_fields'],
])(
	'the documented failure %s becomes its code under any status, and is not tried again',
	async (name, code) => {
		const message = shop.emulator.contract.failure('catalog', name, { store_id: 'store-1' });
		for (const status of [200, 400, 500]) {
			shop.emulator.reset();
			const body = JSON.stringify({ status: 'fail', message });
			shop.emulator.inject({ kind: 'answer', status, body, contentType: 'application/json' });
			const result = await shop.upload(products(3));

			expect(errorOf(result.errorBranch[0])).toMatchObject({ code, message, attempts: 1 });
			expect(errorOf(result.errorBranch[0]).description).not.toBe('');
			expect(shop.requests()).toBe(1);
		}
	},
);

test('the key is in nothing that leaves the node when the server repeats the address', async () => {
	for (const as of ['fail', 'success'] as const) {
		shop.emulator.inject({ kind: 'echo_url', as });
		const { record, logs } = await shop.upload(products(3));

		expect(record.stored + logs.join('\n')).not.toContain('kainic-demo-key');
	}
});
