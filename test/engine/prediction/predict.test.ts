import { nodeUnderTest } from '../support';
import {
	answerWith,
	codesOf,
	errorOf,
	experimentCredential,
	jsonOf,
	openPredictions,
	sourcesOf,
	visitors,
} from './predictions';

const shop = openPredictions({ recommendationCount: 3 });

describe('Kainic Predict with an item per recommendation', () => {
	test('3 recommendations for each of 5 items are 15 items that lead back to their own input', async () => {
		const { success, probed } = await shop.predict(visitors(5), {
			probe: {
				asked: "={{ $('Start').item.json.visitor }}",
				rank: `={{ $('${nodeUnderTest}').item.json.rank }}`,
			},
		});
		expect(sourcesOf(success)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
		expect(probed[0]).toEqual(
			[0, 1, 2, 3, 4].flatMap((index) =>
				[1, 2, 3].map((rank) => ({ asked: `visitor-${index}`, rank })),
			),
		);
		expect(success.map(({ json }) => json.uid)).toEqual(probed[0]?.map(({ asked }) => asked));
	});

	test('fields pass as they came, with the rank and what the answer says of itself', async () => {
		const { success } = await shop.predict(visitors(1));
		expect(success[0]?.json).toEqual({
			item_id: 'seed-1',
			parent_id: 'seed-1',
			score: expect.any(Number),
			rank: 1,
			kainic_mid: 'model-popular',
			deployment_job_id: 'deployment-model-popular',
			uid: 'visitor-0',
		});
	});

	test('the limit keeps the best ones and is no field of the request', async () => {
		const { success } = await shop.predict(visitors(2), { parameters: { options: { limit: 2 } } });
		expect(success.map(({ json }) => json.rank)).toEqual([1, 2, 1, 2]);
		expect(shop.bodies()[0]).toEqual({
			kainic_pid: 'demo-project',
			kainic_mid: 'model-popular',
			platform: 'web',
			anon_uid: 'visitor-0',
			type: 'trending',
		});
	});

	test('an answer without recommendations is one item that says so, or nothing', async () => {
		shop.emulator.change({ recommendationCount: 0 });
		const empty = await shop.predict(visitors(2));
		expect(jsonOf(empty.success)).toEqual([
			expect.objectContaining({ items: [], kainic_mid: 'model-popular', uid: 'visitor-0' }),
			expect.objectContaining({ items: [], kainic_mid: 'model-popular', uid: 'visitor-1' }),
		]);
		const nothing = await shop.predict(visitors(2), {
			parameters: { options: { whenEmpty: 'nothing' } },
		});
		expect(nothing.success).toEqual([]);
		expect(nothing.errorBranch).toEqual([]);
	});

	test('data that is an array holds the recommendations itself, which may lack anything or have an error', async () => {
		shop.emulator.inject(answerWith([{ error: 'sold out' }, 'sku-9', { rank: 9 }]));
		const retry = { retryOnFail: true, waitBetweenTries: 0 };
		const { success, errorBranch } = await shop.predict(visitors(1), retry);
		expect(errorBranch).toEqual([]);
		expect(jsonOf(success)).toEqual([
			{ kainic_error: 'sold out', rank: 1 },
			{ value: 'sku-9', rank: 2 },
			{ rank: 9 },
		]);
		expect(shop.bodies()).toHaveLength(1);
	});

	test('data without a list is a bad response that names what came', async () => {
		shop.emulator.inject(answerWith({ products: [], uid: 'x' }));
		const { errorBranch } = await shop.predict(visitors(1));
		expect(errorOf(errorBranch[0])).toMatchObject({
			code: 'bad_response',
			message: expect.stringContaining('the data holds "products", "uid"'),
		});
	});
});

describe('the request of Kainic Predict', () => {
	test('carries every field that the panel has, and what it adds follows the contract', async () => {
		await shop.predict([{ visitor: 4711, ids: ['a,b', 7], type: 'similar' }], {
			parameters: {
				platform: 'mobile',
				additionalFields: { uid: 'customer-1', sid: 's-1' },
				options: {
					returnFullItemsData: true,
					additionalBodyFields: '{ "market": "de", "type": null, "uid": "customer-2" }',
					headers: { values: [{ name: 'Origin', value: 'https://shop.example' }] },
				},
			},
		});
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

	test.each([
		['output', { output: '={{ $json.own }}' }, ['response', 'eachRecommendation']],
		['When Empty', { options: { whenEmpty: '={{ $json.own }}' } }, ['emptyItem', 'nothing']],
		['Concurrency', { options: { concurrency: '={{ $json.own }}' } }, [1, 2]],
	])(
		'does not go out if items differ in %s, which holds for the run',
		async (label, parameters, own) => {
			const items = visitors(2).map((item, index) => ({ ...item, own: own[index] }));
			const { success, errorBranch } = await shop.predict(items, { parameters });
			expect(success).toEqual([]);
			expect(codesOf(errorBranch)).toEqual(['invalid_input', 'invalid_input']);
			expect(String(errorOf(errorBranch[0]).message).toLowerCase()).toContain(label.toLowerCase());
			expect(shop.bodies()).toEqual([]);
		},
	);

	test('does not go out with the key of an experiment', async () => {
		const { errorBranch } = await shop.predict(visitors(1), {
			credential: experimentCredential(shop.emulator.url),
		});
		expect(errorOf(errorBranch[0])).toMatchObject({ code: 'invalid_input', notSent: true });
		expect(errorOf(errorBranch[0]).message).toContain('key type Project Key');
		expect(shop.bodies()).toEqual([]);
	});

	test('is the JSON that was written, byte by byte, where the body is JSON', async () => {
		const bodyJson =
			'{ "kainic_pid": "demo-project", "kainic_mid": "model-popular", "platform": "web",\n "anon_uid": "v", "type": "t", "big": 12345678901234567890 }';
		const { success } = await shop.predict([{}], { parameters: { bodySource: 'json', bodyJson } });
		expect(success).toHaveLength(3);
		expect(shop.emulator.world.ledger.requests[0]?.bodyBytes).toBe(Buffer.byteLength(bodyJson));
	});

	test('is not made for an item that is wrong, which fails alone with the reason', async () => {
		const wrong = [
			{ visitor: 'a', ids: ' , ', type: '' },
			{ visitor: '', type: 't' },
			{ visitor: 'a', ids: [{}], type: 't' },
			{ visitor: true, type: 't' },
		];
		const { success, errorBranch } = await shop.predict([...visitors(1), ...wrong]);
		expect(success).toHaveLength(3);
		expect(errorBranch.map((item) => errorOf(item).message)).toEqual([
			'Item 1: At least one of Item IDs and Type is needed.',
			'Item 2: Anonymous User ID is empty.',
			'Item 3: Item IDs is an object, but it must be text.',
			'Item 4: Anonymous User ID is the boolean true, but it must be text.',
		]);
		expect(new Set(codesOf(errorBranch))).toEqual(new Set(['invalid_input']));
		expect(shop.emulator.world.ledger.requests).toHaveLength(1);
	});
});
