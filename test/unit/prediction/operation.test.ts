import {
	experimentPrediction,
	experimentProperties,
} from '../../../nodes/KainicExperiment/prediction';
import { modelPrediction, predictProperties } from '../../../nodes/KainicPredict/prediction';
import type { Job, Step } from '../../../nodes/shared/send/job';
import { predictionOperation } from '../../../nodes/shared/prediction/operation';
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
	const steps: Step[] = [];
	for await (const step of predictionOperation(endpoint).plan(run)) steps.push(step);
	return {
		jobs: steps.filter((step) => step.kind === 'job'),
		settled: steps.filter((step) => step.kind === 'settled'),
	};
}

/** What a success with this data becomes. */
async function present(data: unknown, change: Partial<FakeRun>, endpoint = experimentPrediction) {
	const { jobs } = await plan(change, endpoint);
	return jobs
		.flatMap((job) => [...job.read(data)(0, { kind: 'accepted', attempts: 1 })])
		.flatMap((item) => (item.kind === 'new_item' ? [item] : []));
}

const textsOf = ({ jobs }: { readonly jobs: readonly Job[] }) =>
	jobs.map((job) => String(job.body(new AbortController().signal).content));

describe('a prediction node', () => {
	test('refuses an item that is wrong, and no other', async () => {
		const { jobs, settled } = await plan({
			items: items(3),
			panel: { type: (index: number) => (index === 1 ? {} : 't') },
		});
		expect(jobs).toMatchObject([
			{ indexes: [0], units: 1 },
			{ indexes: [2], units: 1 },
		]);
		expect(jobs.flatMap((job) => job.split())).toEqual([]);
		const message = 'Item 1: Type is an object, but it must be text.';
		const failure = { code: 'invalid_input', notSent: true, message };
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

test('the visitors in the control group of an experiment are counted, each once', async () => {
	const anonUid = (index: number) => ['a', 'b', 'a', 'c'][index];
	const run = fakeRun({ properties, items: items(4), panel: { ...panel, anonUid } });
	const said: string[] = [];
	for await (const step of predictionOperation(experimentPrediction).plan(run)) {
		const mid = step.indexes[0] === 3 ? 'm' : null;
		if (step.kind === 'job') step.read({ kainic_mid: mid, items: [] });
		said.push(run.remarks.join());
	}
	const both = '2 visitors are in the control group.';
	expect(said).toEqual(['1 visitor is in the control group.', both, both, both]);
});

test.each([
	['project', modelPrediction],
	['experiment', experimentPrediction],
])('a key of the type %s is needed, and there is no summary', (keyType, endpoint) => {
	const operation = predictionOperation(endpoint);
	expect(operation.keyType).toBe(keyType);
	expect(operation.outputForm(parametersOf(panel, properties).at(0))).toBe('each');
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
		const made = await present([{}, {}, {}], {
			items: items(3),
			panel: { ...panel, 'options.limit': (index: number) => [2, 3, 1][index] },
		});
		expect(made.map(({ json }) => json.rank)).toEqual([1, 2, 1, 2, 3, 1]);
	});

	test.each([
		['bodySource', 'Specify Request', 'fields or json'],
		['output', 'Output', 'eachRecommendation or response'],
		['options.whenEmpty', 'When Empty', 'emptyItem or nothing'],
	])('that is none of its choices lets nothing be planned: %s', async (name, label, choices) => {
		await expect(plan({ panel: { [name]: 'other' } })).rejects.toThrow(
			`${label} is the text "other", but it must be ${choices}.`,
		);
	});

	test('decides what an empty response gives, and the form of the output', async () => {
		expect(await present([], {})).toHaveLength(1);
		expect(await present([], { panel: { 'options.whenEmpty': 'nothing' } })).toEqual([]);
		expect(await present([1, 2], { panel: { output: 'response' } })).toHaveLength(1);
	});
});

test('a control group leaves by the second output, or by the only one that an agent sees', async () => {
	const control = { kainic_mid: null, items: [] };
	expect(await present(control, {})).toMatchObject([{ output: 1 }]);
	expect(await present(control, { runsAsTool: true })).toMatchObject([{ output: 0 }]);
});
