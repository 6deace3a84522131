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

	test('the limit follows its item', async () => {
		const items = visitors(3).map((item, index) => ({ ...item, most: [2, '1', 3][index] }));
		const { success } = await shop.predict(items, {
			parameters: { options: { limit: '={{ $json.most }}' } },
		});
		expect(sourcesOf(success)).toEqual([0, 0, 1, 2, 2, 2]);
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

	test('data that is an array holds the recommendations itself, and elements may lack anything', async () => {
		shop.emulator.inject(answerWith([{ score: 0.5 }, 'sku-9', { rank: 9, error: 'sold out' }]));
		const { success, errorBranch } = await shop.predict(visitors(1), { retryOnFail: true });
		expect(errorBranch).toEqual([]);
		expect(jsonOf(success)).toEqual([
			{ score: 0.5, rank: 1 },
			{ value: 'sku-9', rank: 2 },
			{ rank: 9, kainic_error: 'sold out' },
		]);
	});

	test('an item with an error of its own is no failure, not even as the first one', async () => {
		shop.emulator.inject(answerWith({ items: [{ error: 'sold out' }] }));
		const { success, errorBranch } = await shop.predict(visitors(1), {
			retryOnFail: true,
			waitBetweenTries: 0,
		});
		expect(jsonOf(success)).toEqual([{ kainic_error: 'sold out', rank: 1 }]);
		expect(errorBranch).toEqual([]);
		expect(shop.emulator.world.ledger.requests).toHaveLength(1);
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

describe('Kainic Predict with the whole response', () => {
	test.each([
		['the documented form', { kainic_mid: 'm', items: [1] }, { kainic_mid: 'm', items: [1] }],
		['any other object', { products: { a: 1 } }, { products: { a: 1 } }],
		['an array', ['a'], { data: ['a'] }],
		['text', 'fine', { data: 'fine' }],
		['null', null, { data: null }],
	])('passes %s on', async (_name, data, json) => {
		shop.emulator.inject(answerWith(data));
		const { success } = await shop.predict(visitors(1), { parameters: { output: 'response' } });
		expect(jsonOf(success)).toEqual([json]);
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
		expect(shop.emulator.contract.checkRequest.predict(body)).toBeUndefined();
		expect(shop.emulator.world.ledger.requests[0]?.headers.origin).toBe('https://shop.example');
	});

	test('asks for the item IDs of the text of a JSON array, and for full data by the text "true"', async () => {
		const items = [
			{ visitor: 'a', ids: '["x,y","z"]', full: 'true' },
			{ visitor: 'b', ids: '[17, 42]', full: 'no' },
			{ visitor: 'c', ids: '[9007199254740993]', full: true },
			{ visitor: 'd', ids: '[17, 42]', full: false },
		];
		const { errorBranch } = await shop.predict(items, {
			parameters: {
				options: { concurrency: 1, returnFullItemsData: '={{ $json.full }}' },
			},
		});
		expect(shop.bodies()).toMatchObject([
			{ items: ['x,y', 'z'], return_full_items_data: true },
			{ items: ['17', '42'], return_full_items_data: false },
		]);
		expect(errorBranch.map((item) => errorOf(item).message)).toEqual([
			'Item 1: Return Full Items Data is the text "no", but it must be true or false.',
			'Item 2: Item IDs is the number 9007199254740992, but it must be text.',
		]);
	});

	test.each([
		['additionalBodyFields', '{ "market": 9007199254740993 }', 'The field "market" is the number'],
		['additionalBodyFields', '={{ { market: NaN } }}', 'The field "market" is NaN'],
		['bodyJson', '={{ { market: [2 ** 53] } }}', 'The field "market.0" is the number'],
		['bodyJson', '={{ { market: NaN } }}', 'The field "market" is NaN'],
	])('does not go out if %s is %s, which would be changed', async (name, value, message) => {
		const { errorBranch } = await shop.predict(visitors(1), {
			parameters:
				name === 'bodyJson'
					? { bodySource: 'json', bodyJson: value }
					: { options: { [name]: value } },
		});
		expect(errorOf(errorBranch[0])).toMatchObject({ code: 'invalid_input', notSent: true });
		expect(errorOf(errorBranch[0]).message).toContain(message);
		expect(shop.bodies()).toEqual([]);
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

	test('is checked for nothing but its form where it is JSON', async () => {
		const { errorBranch } = await shop.predict([{ body: {} }, { body: [1] }, { body: '{' }], {
			parameters: { bodySource: 'json', bodyJson: '={{ $json.body }}' },
		});
		expect(errorBranch.map((item) => errorOf(item).notSent)).toEqual([false, true, true]);
		expect(errorOf(errorBranch[1]).message).toBe(
			'Item 1: Request JSON is an array, but it must be a JSON object.',
		);
		expect(shop.emulator.world.ledger.requests).toHaveLength(1);
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
			'Item 1: At least one of the following fields must be provided: [items, type]',
			'Item 2: Anonymous User ID is empty.',
			'Item 3: Item IDs is an object, but it must be text.',
			'Item 4: Anonymous User ID is the boolean true, but it must be text.',
		]);
		expect(new Set(codesOf(errorBranch))).toEqual(new Set(['invalid_input']));
		expect(shop.emulator.world.ledger.requests).toHaveLength(1);
	});

	test.each([
		['tv', 'the text "tv"'],
		['={{ $json.nothing }}', 'undefined'],
	])('does not go out for the platform %s', async (platform, named) => {
		const { errorBranch } = await shop.predict(visitors(1), { parameters: { platform } });
		expect(errorOf(errorBranch[0]).message).toBe(
			`Item 0: "platform" is ${named}, but it must be web, mobile or pos.`,
		);
	});

	test('an option out of range fails every item and sends nothing', async () => {
		const { errorBranch } = await shop.predict(visitors(2), {
			parameters: { options: { limit: 0 } },
		});
		expect(codesOf(errorBranch)).toEqual(['invalid_input', 'invalid_input']);
		expect(shop.emulator.world.ledger.requests).toHaveLength(0);
	});
});
