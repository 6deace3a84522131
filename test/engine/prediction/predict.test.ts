import { answerWith, jsonOf, openShop, sourcesOf, visitors } from '../shop';

const shop = openShop({ recommendationCount: 3 });

describe('Kainic Predict with an item per recommendation', () => {
	test('3 recommendations for each of 5 items are 15 items that lead back to their own input', async () => {
		const { success } = await shop.predict(visitors(5));
		const sources = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4];
		expect(sourcesOf(success)).toEqual(sources);
		expect(success.map(({ json }) => json.uid)).toEqual(sources.map((index) => `visitor-${index}`));
		expect(success.map(({ json }) => json.rank)).toEqual(
			sources.map((_, place) => (place % 3) + 1),
		);
	});

	test('as many items as Concurrency says are asked for at once, and come out in input order', async () => {
		const waiting = { kind: 'delay', delayMs: 400, count: 1 } as const;
		shop.emulator.inject(waiting, { kind: 'delay', delayMs: 50, count: 'always' });
		const { success } = await shop.predict(visitors(4), {
			parameters: { output: 'response', options: { concurrency: 2 } },
		});
		expect(sourcesOf(success)).toEqual([0, 1, 2, 3]);
		expect(shop.emulator.world.ledger.maxInFlight).toBe(2);
	});

	test('data that is an array holds the recommendations itself, which may lack anything or have an error', async () => {
		shop.emulator.inject(answerWith([{ error: 'sold out' }, 'sku-9', { rank: 9 }]));
		const retry = { retryOnFail: true, waitBetweenTries: 1 };
		const { success, errorBranch } = await shop.predict(visitors(1), retry);
		expect(errorBranch).toEqual([]);
		expect(jsonOf(success)).toEqual([
			{ kainic_error: 'sold out', rank: 1 },
			{ value: 'sku-9', rank: 2 },
			{ rank: 9 },
		]);
		expect(shop.bodies()).toHaveLength(1);
	});
});

describe('the request of Kainic Predict', () => {
	test('carries every field that the panel has but the limit, and what it adds follows the contract', async () => {
		const asking = [{ visitor: 4711, ids: ['a,b', 7], type: 'similar' }];
		const { success } = await shop.predict(asking, {
			parameters: {
				platform: 'mobile',
				additionalFields: { uid: 'customer-1', sid: 's-1' },
				options: {
					limit: 2,
					returnFullItemsData: true,
					additionalBodyFields: '{ "market": "de", "type": null, "uid": "customer-2" }',
					headers: { values: [{ name: 'Origin', value: 'https://shop.example' }] },
				},
			},
		});
		expect(success.map(({ json }) => json.rank)).toEqual([1, 2]);
		const [body] = shop.bodies();
		expect(body).toEqual({
			kainic_pid: 'demo-project',
			kainic_mid: 'model-popular',
			platform: 'mobile',
			anon_uid: '4711',
			uid: 'customer-2',
			sid: 's-1',
			items: ['a,b', '7'],
			return_full_items_data: true,
			market: 'de',
		});
		expect(shop.emulator.contract.of('predict').checkRequest(body)).toBeUndefined();
		expect(shop.emulator.world.ledger.requests[0]?.headers.origin).toBe('https://shop.example');
	});

	test('is the JSON that was written, byte by byte, where the body is JSON', async () => {
		const bodyJson =
			'{ "kainic_pid": "demo-project", "kainic_mid": "model-popular", "platform": "web",\n "anon_uid": "v", "type": "t", "big": 12345678901234567890 }';
		const { success } = await shop.predict([{}], { parameters: { bodySource: 'json', bodyJson } });
		expect(success).toHaveLength(3);
		expect(shop.emulator.world.ledger.requests[0]?.bodyBytes).toBe(Buffer.byteLength(bodyJson));
	});
});
