import fc from 'fast-check';
import { experimentPrediction, modelPrediction } from '../../nodes/shared/kainic/prediction';
import { readPrediction, type ReadingStyle } from '../../nodes/shared/kainic/recommendations';

const each: ReadingStyle = { form: 'eachRecommendation', limit: 100, reportsEmpty: true };
const whole: ReadingStyle = { ...each, form: 'response' };

function freeze(value: unknown): unknown {
	if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
	return Object.freeze(value);
}

function recordsOf(data: unknown, style = each, endpoint = modelPrediction) {
	const reading = readPrediction(endpoint, {}, style, freeze(data));
	if (reading.kind === 'unreadable') throw new Error(reading.problem);
	return reading.data.records;
}

describe('recommendations', () => {
	test('come as they are, ranked from 1, and are not changed', () => {
		const data = { items: [{ item_id: 'a', score: 0.5 }, { score: 1e-9 }], kainic_mid: 'm' };
		expect(recordsOf(data)).toEqual([
			{ item_id: 'a', score: 0.5, rank: 1, kainic_mid: 'm' },
			{ score: 1e-9, rank: 2, kainic_mid: 'm' },
		]);
	});

	test('keep a field that has the name of one that is added', () => {
		const item = { rank: 'gold', uid: null, kainic_mid: 'own' };
		expect(recordsOf({ items: [item], uid: 'u', kainic_mid: 'm' })).toEqual([item]);
	});

	test('that are no objects get a name', () => {
		expect(recordsOf(['a', 1, null, ['b']])).toEqual([
			{ value: 'a', rank: 1 },
			{ value: 1, rank: 2 },
			{ value: null, rank: 3 },
			{ value: ['b'], rank: 4 },
		]);
	});

	test('are cut at the limit', () => {
		expect(recordsOf([{}, {}, {}], { ...each, limit: 2 })).toEqual([{ rank: 1 }, { rank: 2 }]);
	});

	test('that are none give a record with an empty list, or nothing', () => {
		expect(recordsOf({ items: [], uid: 'u' })).toEqual([{ items: [], uid: 'u' }]);
		expect(recordsOf([])).toEqual([{ items: [] }]);
		expect(recordsOf([], { ...each, reportsEmpty: false })).toEqual([]);
	});

	test.each([
		[{}, 'the data holds nothing'],
		[{ results: [], uid: 1 }, 'the data holds "results", "uid"'],
		[{ items: { a: 1 } }, '"items" is an object'],
		[{ items: null }, '"items" is null'],
		['text', 'the data is the text "text"'],
		[undefined, 'the data is undefined'],
	])('cannot be read from %j', (data, problem) => {
		const reading = readPrediction(modelPrediction, {}, each, data);
		expect(reading).toEqual({ kind: 'unreadable', problem: expect.stringContaining(problem) });
	});
});

describe('an experiment', () => {
	const body = { kainic_exp_id: 'e', sid: 's', platform: 'web', anon_uid: 'a', items: ['x'] };
	const ask = (data: unknown, style = each) =>
		readPrediction(experimentPrediction, body, style, freeze(data));
	const repeated = { kainic_exp_id: 'e', sid: 's', platform: 'web', anon_uid: 'a' };

	test.each([each, whole])('without a model is a control group in any form', (style) => {
		expect(ask({ kainic_mid: null, items: [] }, style)).toEqual({
			kind: 'read',
			data: {
				group: 'control',
				records: [{ ...repeated, kainic_mid: null, items: [], group: 'control' }],
			},
		});
	});

	test('with a model marks its recommendations, and the whole response', () => {
		expect(ask({ kainic_mid: 'm', items: [{ item_id: 'x' }] })).toMatchObject({
			data: {
				group: 'model',
				records: [{ ...repeated, item_id: 'x', rank: 1, kainic_mid: 'm', group: 'model' }],
			},
		});
		expect(ask({ kainic_mid: 'm', items: [] }, whole)).toMatchObject({
			data: { group: 'model', records: [{ ...repeated, kainic_mid: 'm', group: 'model' }] },
		});
	});

	test('of a model endpoint has no control group', () => {
		expect(recordsOf({ kainic_mid: null, items: [] })).toEqual([{ kainic_mid: null, items: [] }]);
	});
});

test('whatever JSON comes, reading it gives records or names the problem, and never fails', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.constantFrom(each, whole), (data, style) => {
			for (const endpoint of [modelPrediction, experimentPrediction]) {
				const reading = readPrediction(endpoint, {}, style, freeze(data));
				if (style.form === 'response') expect(reading.kind).toBe('read');
				if (reading.kind === 'unreadable') expect(reading.problem).not.toBe('');
			}
		}),
	);
});
