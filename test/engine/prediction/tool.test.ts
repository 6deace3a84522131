import { caseOf } from '../../cases';
import { runAsTool, type ToolOptions } from '../support';
import { answerWith, credentialFor, openShop } from '../shop';

const shop = openShop({ recommendationCount: 2 });

describe.each(['engine', 'direct'] as const)('an agent, through %s calls,', (calledBy) => {
	const ask = async (name: string, change: Partial<ToolOptions> = {}) => {
		const { type, tool } = caseOf(name);
		const credential = credentialFor(shop.emulator.url);
		return await runAsTool({ type, ...tool, credential, calledBy, ...change });
	};

	test('hears of a control group, although a tool has one output', async () => {
		shop.emulator.inject(answerWith({ kainic_mid: null, items: [] }));
		const credential = credentialFor(shop.emulator.url, 'experiment');
		const { response } = await ask('kainicExperiment', { credential });
		expect(JSON.stringify(response)).toMatch(/group[\\":]+control/);
	});

	test.each(['continueRegularOutput', 'stopWorkflow'] as const)(
		'hears what is wrong with its question, and what to do: %s',
		async (onError) => {
			const question = { anonUid: 'visitor-1', itemIds: '', type: '' };
			const { response, error } = await ask('kainicPredict', { arguments: question, onError });
			const heard = `${JSON.stringify(response)} ${error?.message}`;
			expect(heard).toContain('Item IDs and Type are both empty.');
			expect(heard).toContain('Fill in Item IDs or Type');
			expect(shop.bodies()).toEqual([]);
		},
	);

	test('reads no error branch if it is called by the engine, as today', async () => {
		const question = { anonUid: 'visitor-1', itemIds: '', type: '' };
		const onError = 'continueErrorOutput';
		const { response, error } = await ask('kainicPredict', { arguments: question, onError });
		const heard = `${JSON.stringify(response)} ${error?.message}`;
		expect(heard.includes('Item IDs')).toBe(calledBy === 'direct');
	});
});
