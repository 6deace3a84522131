import { codesOf, errorOf, openShop, sourcesOf, visitors } from '../shop';

const shop = openShop();
const needsItems = 'At least one of the following fields must be provided: [items, type]';

test.each([
	['predict', { bodySource: 'json', bodyJson: '{ "kainic_pid": "demo-project" }' }, needsItems],
	[
		'experiment',
		{ experimentId: 'experiment-similar' },
		'No items requested to get similarities for!',
	],
] as const)('%s with %j needs items: %s', async (node, parameters, message) => {
	const { success, errorBranch } = await shop[node](visitors(1), { parameters });
	expect(success).toEqual([]);
	expect(errorOf(errorBranch[0])).toMatchObject({
		...{ code: 'invalid_input', message },
		description: 'Some models need item IDs. Fill in Item IDs.',
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
});

test('a node that stops says that nothing was sent if nothing was asked', async () => {
	const messageFor = async (visitor: string) => {
		const stopped = await shop.predict([{ visitor, type: 'trending' }], {
			onError: 'stopWorkflow',
			parameters: { modelId: 'model-not-deployed' },
		});
		return stopped.error?.message;
	};
	expect(await messageFor('')).toBe('Item 0: Anonymous User ID is empty. Nothing was sent.');
	expect(await messageFor('v')).toMatch(/not deployed!" Nothing was answered\.$/);
});
