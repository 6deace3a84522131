import { answerWith, codesOf, openShop, refusal, sourcesOf, visitors } from '../shop';

const shop = openShop({ recommendationCount: 1 });

describe('Kainic Experiment', () => {
	test('control items have an output of their own, the recommendations of all models the first', async () => {
		const { outputs, errorBranch } = await shop.experiment(visitors(60));
		const [recommended = [], control = []] = outputs;
		expect(errorBranch).toEqual([]);
		const { checkRequest } = shop.emulator.contract.of('experiment');
		expect(shop.bodies().map(checkRequest)).toEqual(Array(60).fill(undefined));
		const { predictions } = shop.emulator.world.ledger;
		const askedFor = (isControl: boolean) =>
			predictions
				.filter(({ modelId }) => (modelId === null) === isControl)
				.map(({ anonUid }) => Number(String(anonUid).replace('visitor-', '')))
				.sort((a, b) => a - b);
		expect(sourcesOf(control)).toEqual(askedFor(true));
		expect(sourcesOf(recommended)).toEqual(askedFor(false));
		expect(control.length).toBeGreaterThan(0);
		expect(recommended.length).toBeGreaterThan(control.length);
		expect(new Set(control.map(({ json }) => json.group))).toEqual(new Set(['control']));
		expect(new Set(recommended.map(({ json }) => json.group))).toEqual(new Set(['model']));
	});

	test('control items, recommendations and failures of one run keep to their outputs', async () => {
		shop.emulator.inject(
			answerWith({ kainic_mid: null, items: [] }, 1),
			refusal(),
			answerWith({ kainic_mid: 'm', items: [{}] }, 1),
		);
		const { outputs, errorBranch } = await shop.experiment(visitors(3), {
			parameters: { options: { concurrency: 1 } },
		});
		expect(outputs.map(sourcesOf)).toEqual([[2], [0]]);
		expect(sourcesOf(errorBranch)).toEqual([1]);
		expect(codesOf(errorBranch)).toEqual(['rejected']);
	});

	test.each([
		['beside', 'separate'],
		['within', 'combined'],
	] as const)(
		'nothing is asked twice by Retry On Fail when only control groups were answered, binary data %s the JSON',
		async (_, binaryMode) => {
			shop.emulator.inject(answerWith({ kainic_mid: null, items: [] }, 1), {
				...refusal(),
				count: 'always',
			});
			const { outputs, errorBranch } = await shop.experiment(visitors(2), {
				parameters: { options: { concurrency: 1 } },
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1,
				binaryMode: 'filesystem',
				workflowSettings: { binaryMode },
			});
			expect(outputs.map((lane) => lane.length)).toEqual([0, 1]);
			expect(codesOf(errorBranch)).toEqual(['rejected']);
			expect(shop.bodies()).toHaveLength(2);
		},
	);
});
