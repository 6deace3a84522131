import {
	experimentPrediction,
	experimentProperties,
} from '../../../nodes/KainicExperiment/prediction';
import { modelPrediction, predictProperties } from '../../../nodes/KainicPredict/prediction';
import { predictionOperation } from '../../../nodes/shared/prediction/operation';
import { createBody } from '../../../nodes/shared/send/body';
import type { Job } from '../../../nodes/shared/send/job';
import { fakeRun, parametersOf, type FakeRun } from '../support/fake-run';

const properties = [...predictProperties, ...experimentProperties];

const items = (count: number) => Array.from({ length: count }, () => ({ json: {} }));

const panel = {
	...{ modelId: 'm', experimentId: 'e', sid: 's' },
	...{ platform: 'web', anonUid: 'a', type: 't' },
};

async function plan(change: Partial<FakeRun> = {}, endpoint = modelPrediction) {
	const given = { properties, items: items(1), ...change };
	const run = fakeRun({ ...given, panel: { ...panel, ...change.panel } });
	const steps = [];
	for await (const step of predictionOperation(endpoint).plan(run)) steps.push(step);
	return {
		jobs: steps.filter((step) => step.kind === 'job'),
		settled: steps.filter((step) => step.kind === 'settled'),
	};
}

/** The items of successes with this data. */
async function show(data: unknown, change: Partial<FakeRun>, endpoint = experimentPrediction) {
	const { jobs } = await plan(change, endpoint);
	return jobs
		.flatMap((job) => predictionOperation(endpoint).show(job, data, 1))
		.flatMap((item) => (item.kind === 'new_item' ? [item] : []));
}

const textsOf = ({ jobs }: { readonly jobs: readonly Job[] }) =>
	jobs.map(({ content }) => String(createBody(content).content));

describe('a prediction node', () => {
	test('refuses only the item that is wrong', async () => {
		const { jobs, settled } = await plan({
			items: items(3),
			panel: { type: (index: number) => (index === 1 ? {} : 't') },
		});
		expect(jobs).toMatchObject([
			{ indexes: [0], units: 1 },
			{ indexes: [2], units: 1 },
		]);
		expect(jobs.map(({ content }) => content.kind)).toEqual(['json', 'json']);
		const message = expect.stringMatching(/Type.* is an object, but it must be text\.$/);
		const failure = { code: 'invalid_input', notSent: true, message, place: 'item 1' };
		expect(settled).toMatchObject([{ indexes: [1], outcome: { kind: 'failed', failure } }]);
	});

	test('plans no item before it is asked for', async () => {
		const asked: number[] = [];
		const anonUid = (index: number) => {
			asked.push(index);
			return 'a';
		};
		const run = fakeRun({ properties, items: items(3), panel: { ...panel, anonUid } });
		const steps = predictionOperation(modelPrediction).plan(run);
		expect(asked).toEqual([]);
		await steps.next();
		expect(asked).toEqual([0]);
	});
});

test.each([
	['project', modelPrediction],
	['experiment', experimentPrediction],
])('a key of the type %s is needed, and each item has its own output', (keyType, endpoint) => {
	const operation = predictionOperation(endpoint);
	expect(operation.keyType).toBe(keyType);
	expect(operation.outputMode(parametersOf(panel, properties).at(0))).toBe('each');
});

describe('a request', () => {
	test.each([
		['model', modelPrediction, 'm', { kainic_mid: 'm' }],
		['experiment', experimentPrediction, 'e', { kainic_exp_id: 'e', sid: 's' }],
	] as const)(
		'of a %s goes to its endpoint, and shares its failures',
		async (scope, endpoint, id, body) => {
			const planned = await plan({}, endpoint);
			const url = `https://kainic.example/predictor/get_${scope}_prediction`;
			expect(planned.jobs).toMatchObject([{ url, target: { scope, id } }]);
			expect(JSON.parse(textsOf(planned).join())).toMatchObject(body);
		},
	);

	test('of JSON is sent as it was written, and shares the failures of what the JSON names, or none', async () => {
		const bodies = ['{ "kainic_mid": "own",\n "big": 12345678901234567890 }', '{}'];
		const bodyJson = (index: number) => bodies[index];
		const planned = await plan({ items: items(2), panel: { bodySource: 'json', bodyJson } });
		expect(planned.jobs.map(({ target }) => target)).toEqual([{ scope: 'model', id: 'own' }, null]);
		expect(textsOf(planned)).toEqual(bodies);
	});
});

describe('an option', () => {
	test('follows its item: the limit', async () => {
		const made = await show([{}, {}, {}], {
			items: items(3),
			panel: { ...panel, 'options.limit': (index: number) => [2, 3, 1][index] },
		});
		expect(made.map(({ json }) => json.rank)).toEqual([1, 2, 1, 2, 3, 1]);
	});

	test.each([
		['bodySource', 'Specify Request', 'fields or json'],
		['output', 'Output', 'eachRecommendation or response'],
		['options.whenEmpty', 'When Empty', 'emptyItem or nothing'],
	])('with an unknown value stops planning: %s', async (name, label, choices) => {
		await expect(plan({ panel: { [name]: 'other' } })).rejects.toThrow(
			`'${label}' is the text "other", but it must be ${choices}.`,
		);
	});

	test('decides what an empty response gives, and the form of the output', async () => {
		expect(await show([], {})).toHaveLength(1);
		expect(await show([], { panel: { 'options.whenEmpty': 'nothing' } })).toEqual([]);
		expect(await show([1, 2], { panel: { output: 'response' } })).toHaveLength(1);
	});
});

test('a control group leaves by the second output, or by the only one that an agent sees', async () => {
	const control = { kainic_mid: null, items: [] };
	expect(await show(control, {})).toMatchObject([{ output: 1 }]);
	expect(await show(control, { runsAsTool: true })).toMatchObject([{ output: 0 }]);
});
