import { runAsTool, type ToolOptions } from '../support';
import { answerWith, credentialFor, experimentCredential, openPredictions } from './predictions';

const shop = openPredictions({ recommendationCount: 2 });

const fromModel = {
	anonUid: "={{ $fromAI('anonUid', 'ID of the visitor', 'string') }}",
	itemIds: "={{ $fromAI('itemIds', 'Product IDs, separated by commas', 'string') }}",
	type: "={{ $fromAI('type', 'Type of recommendations', 'string') }}",
};

const values = { anonUid: 'visitor-1', itemIds: 'seed-1, seed-2', type: 'similar' };

describe.each(['engine', 'direct'] as const)('an agent, through %s calls,', (calledBy) => {
	const ask = async (change: Partial<ToolOptions> = {}) =>
		await runAsTool({
			type: 'kainicPredict',
			parameters: { modelId: 'model-similar', ...fromModel },
			arguments: values,
			credential: credentialFor(shop.emulator.url),
			calledBy,
			...change,
		});

	test('gets recommendations for the visitor, items and type that it names', async () => {
		const { response, argumentNames, description } = await ask();
		expect(argumentNames).toEqual(['anonUid', 'itemIds', 'type']);
		expect(description).toContain('item IDs or a type');
		expect(shop.bodies()).toEqual([
			expect.objectContaining({
				anon_uid: 'visitor-1',
				items: ['seed-1', 'seed-2'],
				type: 'similar',
			}),
		]);
		expect(JSON.stringify(response)).toContain('seed-3');
	});

	test('hears of a control group, although a tool has one output', async () => {
		shop.emulator.inject(answerWith({ kainic_mid: null, items: [] }));
		const { response } = await ask({
			type: 'kainicExperiment',
			parameters: { experimentId: 'experiment-home', sid: 's-1', ...fromModel },
			credential: experimentCredential(shop.emulator.url),
		});
		expect(JSON.stringify(response)).toMatch(/group[\\":]+control/);
	});

	test('is told what is wrong with its question', async () => {
		const { response } = await ask({
			arguments: { anonUid: 'visitor-1', itemIds: '', type: '' },
			onError: 'continueRegularOutput',
		});
		expect(JSON.stringify(response)).toContain('At least one of Item IDs and Type is needed.');
		expect(shop.bodies()).toEqual([]);
	});

	test('hears the reason from a node that stops at a failure, too', async () => {
		const question = { anonUid: 'visitor-1', itemIds: '', type: '' };
		const { response, error } = await ask({ arguments: question });
		const heard = `${JSON.stringify(response)} ${error?.message}`;
		expect(heard).toContain('At least one of Item IDs and Type is needed.');
		expect(heard).toContain('Fill in Item IDs or Type');
	});
});
