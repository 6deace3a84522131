import { caseOf, titledCases, type NamedCase } from '../support/node-cases';
import { runAsTool, type ToolOptions } from '../support/engine';
import { answerWith, credentialFor, openNodes, refusal } from '../support/engine/with-emulator';

const shop = openNodes({ recommendationCount: 2 });

describe.each(['engine', 'direct'] as const)('an agent, through %s calls,', (calledBy) => {
	const ask = async ({ type, keyType, tool }: NamedCase, change: Partial<ToolOptions> = {}) => {
		const credential = credentialFor(shop.emulator.url, keyType);
		const { response, ...rest } = await runAsTool({
			...{ type, credential, calledBy },
			...tool,
			...change,
		});
		const heard = `${JSON.stringify(response)} ${rest.error?.message} ${rest.error?.description}`;
		return { ...rest, heard };
	};
	const nothing = { arguments: { anonUid: 'visitor-1', itemIds: '', type: '' } };

	describe.each(titledCases)('of %s', (_, node) => {
		test('sends one request with what the model fills in, and hands back an output', async () => {
			const { heard, error, argumentNames } = await ask(node);
			expect(error).toBeUndefined();
			expect(argumentNames).toEqual(Object.keys(node.tool.arguments));
			expect(shop.emulator.world.ledger.requests).toMatchObject([{ fault: null }]);
			expect(heard).not.toContain('mayBeAccepted');
		});

		test('hears why it failed', async () => {
			shop.emulator.inject(refusal('Something nobody has documented'));
			const { heard } = await ask(node);
			expect(heard).toContain('Kainic refused the request');
			expect(heard).toContain('Something nobody has documented');
		});
	});

	test.each([
		['kainicEvent', { eventSource: 'inputItem' }, "cannot set 'Source' to 'Input Item'"],
		['kainicCatalog', { syncMode: 'full' }, 'can only send a stock update'],
		['kainicCatalog', { productSource: 'inputItems' }, 'can only send a stock update'],
	])('cannot send its own call, or replace a catalog: %s, %j', async (type, change, problem) => {
		const { tool } = caseOf(type);
		const parameters = { ...tool.parameters, productSource: 'json', ...change };
		const { heard } = await ask(caseOf(type), { parameters });
		expect(heard).toContain(problem);
		expect(shop.requests()).toBe(0);
	});

	test('hears of a control group, although a tool has one output', async () => {
		shop.emulator.inject(answerWith({ kainic_mid: null, items: [] }));
		const { heard } = await ask(caseOf('kainicExperiment'));
		expect(heard).toMatch(/group[\\":]+control/);
	});

	test.each(['continueRegularOutput', 'stopWorkflow'] as const)(
		'hears what is wrong with its question, and what to do: %s',
		async (onError) => {
			const { heard } = await ask(caseOf('kainicPredict'), { ...nothing, onError });
			expect(heard).toContain("'Item IDs' and 'Type' are both empty.");
			expect(heard).toContain("Fill in 'Item IDs' or 'Type'");
			expect(shop.bodies()).toEqual([]);
		},
	);

	test('reads no error branch if it is called by the engine, as today', async () => {
		const change = { ...nothing, onError: 'continueErrorOutput' } as const;
		const { heard } = await ask(caseOf('kainicPredict'), change);
		expect(heard.includes('Item IDs')).toBe(calledBy === 'direct');
	});
});
