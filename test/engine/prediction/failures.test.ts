import { codesOf, errorOf, openPredictions, refusal, sourcesOf, visitors } from './predictions';

const shop = openPredictions();
const notDeployed = 'This model is not deployed!';
const noEndpoint = 'No endpoint is currently deployed for this model';

test('a model that needs items says so, with what to do', async () => {
	const { errorBranch } = await shop.predict(visitors(1), {
		parameters: { modelId: 'model-similar' },
	});
	expect(errorOf(errorBranch[0])).toMatchObject({
		code: 'invalid_input',
		message: 'No items requested to get similarities for!',
		description: 'Some models recommend by items only. Fill in Item IDs.',
	});
});

describe('a failure that concerns a model or an experiment', () => {
	test('spares what else asks for it, and nothing that asks for another', async () => {
		const models = ['model-not-deployed', 'model-popular', 'model-not-deployed'];
		const items = visitors(3).map((item, index) => ({ ...item, model: models[index] }));
		const { success, errorBranch } = await shop.predict(items, {
			parameters: { modelId: '={{ $json.model }}', options: { concurrency: 1 } },
		});
		expect(new Set(sourcesOf(success))).toEqual(new Set([1]));
		expect(codesOf(errorBranch)).toEqual(['not_deployed', 'not_deployed']);
		expect(errorBranch.map((item) => errorOf(item).notSent)).toEqual([false, true]);
		expect(shop.bodies()).toHaveLength(2);
	});

	test('is no part of a JSON body if its item comes back', async () => {
		const body = {
			kainic_pid: 'demo-project',
			kainic_mid: 'model-popular',
			platform: 'web',
			anon_uid: 'v',
			type: 't',
		};
		const parameters = { bodySource: 'json', bodyJson: '={{ $json }}' };
		shop.emulator.inject({ kind: 'answer', status: 400 });
		const failed = await shop.predict([body], { parameters });
		const items = failed.errorBranch.map(({ json }) => json);
		expect(items).toMatchObject([{ ...body, error: { code: 'rejected' } }]);
		const { success } = await shop.predict(items, { parameters });
		expect(success.length).toBeGreaterThan(0);
		expect(shop.bodies().at(-1)).toEqual(body);
	});

	test('takes the model of a JSON body from the body', async () => {
		const bodies = [{ kainic_mid: 'model-not-deployed' }, {}, {}].map((own) => ({
			body: { kainic_pid: 'demo-project', platform: 'web', anon_uid: 'v', type: 't', ...own },
		}));
		shop.emulator.inject({ ...refusal(notDeployed), count: 'always' });
		const { errorBranch } = await shop.predict(bodies, {
			parameters: {
				bodySource: 'json',
				bodyJson: '={{ $json.body }}',
				options: { concurrency: 1 },
			},
		});
		expect(errorBranch.map((item) => errorOf(item).notSent)).toEqual([false, false, false]);
	});
});

describe('a failure of one session of an experiment', () => {
	const inOrder = { parameters: { options: { concurrency: 1 } } };

	test.each([notDeployed, noEndpoint])(
		'says nothing of the others, whose model may be another: %s',
		async (message) => {
			shop.emulator.inject(refusal(message));
			const { outputs, errorBranch } = await shop.experiment(visitors(8), inOrder);
			expect(sourcesOf(errorBranch)).toEqual([0]);
			expect(new Set(outputs.flatMap(sourcesOf))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
			expect(shop.bodies()).toHaveLength(8);
		},
	);

	test('ends them all if the experiment is not active, and no other experiment', async () => {
		shop.emulator.inject(refusal('The experiment is not active!'));
		const ids = ['experiment-home', 'experiment-home', 'experiment-similar', 'experiment-home'];
		const items = visitors(4).map((item, index) => ({
			...item,
			experiment: ids[index],
			ids: 'seed-1',
		}));
		const { outputs, errorBranch } = await shop.experiment(items, {
			parameters: { ...inOrder.parameters, experimentId: '={{ $json.experiment }}' },
		});
		expect(codesOf(errorBranch)).toEqual(Array(3).fill('experiment_inactive'));
		expect(errorBranch.map((item) => errorOf(item).notSent)).toEqual([false, true, true]);
		expect(new Set(outputs.flatMap(sourcesOf))).toEqual(new Set([2]));
		expect(shop.bodies()).toHaveLength(2);
	});
});
