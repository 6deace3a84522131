import { violations } from '../../../support/contract';
import {
	answerWith,
	codesOf,
	errorOf,
	openNodes,
	refusal,
	sourcesOf,
	visitors,
} from '../../../support/engine/with-emulator';

const shop = openNodes({ recommendationCount: 3 });
const oneAtATime = { options: { concurrency: 1 } };
const control = answerWith({ kainic_mid: null, items: [] }, 1);

describe('Kainic Predict', () => {
	test('sends every field that the panel has but the limit, and what it adds follows the contract', async () => {
		const asking = [{ visitor: 4711, ids: ['a,b', 7], type: 'similar' }];
		const { success } = await shop.predict(asking, {
			parameters: {
				platform: 'mobile',
				additionalFields: { uid: 'customer-1', sid: 's-1' },
				options: {
					limit: 2,
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
		expect(violations('schemas/ModelPredictionRequest', body)).toEqual([]);
		expect(shop.emulator.world.ledger.requests[0]?.headers.origin).toBe('https://shop.example');
	});

	test('sends no error in a JSON body if its item comes back', async () => {
		const [kainic_pid, kainic_mid] = ['demo-project', 'model-popular'];
		const body = { kainic_pid, kainic_mid, platform: 'web', anon_uid: 'v', type: 't' };
		const parameters = { bodySource: 'json', bodyJson: '={{ $json }}' };
		shop.emulator.inject({ kind: 'answer', status: 400 });
		const failed = await shop.predict([body], { parameters });
		const items = failed.errorBranch.map(({ json }) => json);
		expect(items).toMatchObject([{ ...body, error: { code: 'rejected' } }]);
		const { success } = await shop.predict(items, { parameters });
		expect(success.length).toBeGreaterThan(0);
		expect(shop.bodies().at(-1)).toEqual(body);
	});

	test('says what to do about more recommendations than n8n can pass on', async () => {
		shop.emulator.inject(answerWith({ items: Array.from({ length: 1001 }, () => ({})) }));
		const { errorBranch } = await shop.predict(visitors(1));
		expect(errorOf(errorBranch[0])).toMatchObject({
			...{ code: 'bad_response', httpCode: 200, notSent: false, mayBeAccepted: true },
			message: 'The response has 1,001 recommendations, but the limit is 1,000.',
			description:
				"Kainic accepted the request. Set 'Limit' under 'Options', or set 'Output' to 'Response'.",
		});
	});

	test('reads 50 products of 22 kB, and says what to do about a response that is too large to read', async () => {
		const answer = (bytes: number) =>
			answerWith({ items: Array.from({ length: 50 }, () => ({ text: 'x'.repeat(bytes) })) }, 1);
		shop.emulator.inject(answer(22_000), answer(180_000));
		const { success, errorBranch } = await shop.predict(visitors(2), { parameters: oneAtATime });
		expect(sourcesOf(success)).toEqual(Array.from({ length: 50 }, () => 0));
		expect(errorOf(errorBranch[0])).toMatchObject({
			...{ code: 'bad_response', message: 'The response is larger than 8 MB.' },
			description: expect.stringMatching(/^Kainic accepted .* 'Override Fields'/),
		});
	});

	test('says nothing of events if the answer is not from Kainic', async () => {
		shop.emulator.inject({ kind: 'answer', status: 200, body: '<h1>Hello</h1>' });
		const { errorBranch } = await shop.predict(visitors(1));
		expect(errorOf(errorBranch[0])).toMatchObject({
			...{ code: 'bad_response', message: 'The response is not from Kainic: Hello' },
			description:
				"Run the workflow again. If every request fails like this, check 'Base URL' in the Kainic API credential.",
		});
	});

	test('says what to do about a model that needs items', async () => {
		const parameters = { bodySource: 'json', bodyJson: '{ "kainic_pid": "demo-project" }' };
		const { errorBranch } = await shop.predict(visitors(1), { parameters });
		expect(errorOf(errorBranch[0])).toMatchObject({
			code: 'invalid_input',
			message: 'At least one of the following fields must be provided: [items, type]',
			description: "Some models need item IDs. Fill in 'Item IDs'.",
		});
	});
});

describe('Kainic Experiment', () => {
	test('keeps recommendations, control groups and failures of one run to their outputs', async () => {
		shop.emulator.inject(control, refusal());
		const result = await shop.experiment(visitors(3), { parameters: oneAtATime });
		const { outputs, errorBranch, hints } = result;
		expect(hints[0]?.message).toMatch(/ 1 input item was in the control group\.$/);
		expect(outputs.map(sourcesOf)).toEqual([[2, 2, 2], [0]]);
		expect(outputs.map(([item]) => item?.json.group)).toEqual(['model', 'control']);
		expect(sourcesOf(errorBranch)).toEqual([1]);
		expect(violations('schemas/ExperimentPredictionRequest', shop.bodies()[2])).toEqual([]);
	});

	test.each([
		['beside', 'separate'],
		['within', 'combined'],
	] as const)(
		'asks nothing twice by Retry On Fail when only control groups were answered, binary data %s the JSON',
		async (_, binaryMode) => {
			shop.emulator.inject(control, { ...refusal(), count: 'always' });
			const { outputs, errorBranch } = await shop.experiment(visitors(2), {
				...{ parameters: oneAtATime, workflowSettings: { binaryMode }, binaryMode: 'filesystem' },
				...{ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
			});
			expect(outputs.map((lane) => lane.length)).toEqual([0, 1]);
			expect(codesOf(errorBranch)).toEqual(['rejected']);
			expect(shop.bodies()).toHaveLength(2);
		},
	);
});
