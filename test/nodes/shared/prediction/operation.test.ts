import {
	modelPrediction,
	predictProperties,
} from '../../../../nodes/KainicPredict/model-prediction';
import { predictionOperation } from '../../../../nodes/shared/prediction/operation';
import { createBody } from '../../../../nodes/shared/send/request-body';
import { fakeRun, type Panel } from '../../../support/units/fake-run';

const panel = { modelId: 'm', platform: 'web', anonUid: 'a', type: 't' };

/** The plan for this many items. test/nodes/options has what each option does. */
function planOf(count: number, change: Panel) {
	const items = Array.from({ length: count }, () => ({ json: {} }));
	const given = { properties: predictProperties, items, panel: { ...panel, ...change } };
	return predictionOperation(modelPrediction).plan(fakeRun(given));
}

test('a prediction node plans no item before it is asked for, and a failure names its item', async () => {
	const asked: number[] = [];
	const anonUid = (index: number) => {
		asked.push(index);
		return index === 1 ? '' : 'a';
	};
	const steps = planOf(3, { anonUid });
	expect(asked).toEqual([]);
	await steps.next();
	expect(asked).toEqual([0]);
	const { value } = await steps.next();
	expect(value).toMatchObject({ indexes: [1], outcome: { failure: { where: 'item 1' } } });
});

test('a request of JSON is sent as it was written, and shares the failures of what the JSON names, or none', async () => {
	const bodies = ['{ "kainic_mid": "own",\n "big": 12345678901234567890 }', '{}'];
	const change = { bodySource: 'json', bodyJson: (index: number) => bodies[index] };
	const jobs = [];
	for await (const step of planOf(2, change)) if (step.kind === 'job') jobs.push(step);
	expect(jobs.map(({ target }) => target)).toEqual([{ scope: 'model', id: 'own' }, null]);
	expect(jobs.map(({ content }) => String(createBody(content).content))).toEqual(bodies);
});

test.each([
	['bodySource', 'Source', 'fields or json'],
	['output', 'Output', 'eachRecommendation or response'],
])('an option with an unknown value stops planning: %s', async (name, label, choices) => {
	await expect(planOf(1, { [name]: 'other' }).next()).rejects.toThrow(
		`'${label}' is the text "other", but it must be ${choices}.`,
	);
});
