import fc from 'fast-check';
import { experimentPrediction } from '../../../nodes/KainicExperiment/prediction';
import { modelPrediction } from '../../../nodes/KainicPredict/prediction';
import { InputError } from '../../../nodes/shared/failure';
import type { Present } from '../../../nodes/shared/send/job';
import { readPrediction, type ReadOptions } from '../../../nodes/shared/prediction/operation';
import { forAll } from '../support/for-all';

const each: ReadOptions = {
	form: 'eachRecommendation',
	limit: 100,
	reportsEmpty: true,
	runsAsTool: false,
};
const whole: ReadOptions = { ...each, form: 'response' };

function freeze(value: unknown): unknown {
	if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
	return Object.freeze(value);
}

/** The items that a prediction puts out. */
function itemsOf(present: Present) {
	return [...present(0, { kind: 'accepted', attempts: 1 })].flatMap((item) =>
		item.kind === 'new_item' ? [item] : [],
	);
}

function recordsOf(data: unknown, options = each, endpoint = modelPrediction) {
	return itemsOf(readPrediction(endpoint, {}, options, freeze(data))).map(({ json }) => json);
}

describe('recommendations', () => {
	test('come as they are, ranked from 1, and are not changed', () => {
		const data = { items: [{ item_id: 'a', score: 0.5 }, { score: 1e-9 }], kainic_mid: 'm' };
		expect(recordsOf(data)).toEqual([
			{ item_id: 'a', score: 0.5, rank: 1, kainic_mid: 'm' },
			{ score: 1e-9, rank: 2, kainic_mid: 'm' },
		]);
	});

	test('show their own fields first, then the rank', () => {
		const [record = {}] = recordsOf({ uid: 'u', items: [{ item_id: 'a', uid: 'own' }] });
		expect(Object.keys(record)).toEqual(['item_id', 'uid', 'rank']);
	});

	test('repeat what the response says of itself, and nothing else', () => {
		const data = { kainic_mid: 'm', deployment_job_id: 'd', uid: 'u', more: 1, items: [{}] };
		expect(recordsOf(data)).toEqual([
			{ rank: 1, kainic_mid: 'm', deployment_job_id: 'd', uid: 'u' },
		]);
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
		expect(recordsOf([{}], { ...each, limit: 2 })).toEqual([{ rank: 1 }]);
	});

	test('are at most 10,000 items, which n8n can still hand on', () => {
		const many = Array.from({ length: 10_001 }, () => ({}));
		const limited = (limit: number) => recordsOf(many, { ...each, limit });
		expect(limited(10_000)).toHaveLength(10_000);
		expect(() => limited(20_000)).toThrow(InputError);
		expect(() => limited(20_000)).toThrow(
			'The response has 10,001 recommendations, but the limit is 10,000. Set Limit under Options, or choose the output Response.',
		);
		expect(recordsOf({ items: many }, { ...whole, limit: 20_000 })).toHaveLength(1);
	});

	test('that are none give a record with an empty list, or nothing', () => {
		expect(recordsOf({ items: [], uid: 'u' })).toEqual([{ items: [], uid: 'u' }]);
		expect(recordsOf([])).toEqual([{ items: [] }]);
		expect(recordsOf([], { ...each, reportsEmpty: false })).toEqual([]);
	});

	test('are made one by one, and again if asked for again', () => {
		const names: string[] = [];
		const item = (name: string) => ({
			get id() {
				names.push(name);
				return name;
			},
		});
		const present = readPrediction(modelPrediction, {}, each, [item('a'), item('b')]);
		expect(names).toEqual([]);
		const [first] = present(0, { kind: 'accepted', attempts: 1 });
		expect(first).toMatchObject({ json: { id: 'a' } });
		expect(names).not.toContain('b');
		expect(itemsOf(present)).toHaveLength(2);
		expect(itemsOf(present)).toHaveLength(2);
	});

	test('keep every field of their own, whatever it is and whatever is added', async () => {
		const names = fc.oneof(
			fc.constantFrom('error', 'rank', 'uid', 'group', 'sid', '__proto__'),
			fc.string(),
		);
		const record = fc.dictionary(names, fc.jsonValue(), { maxKeys: 6 });
		await forAll([fc.array(record), fc.boolean(), record], (items, isExperiment, data) => {
			const endpoint = isExperiment ? experimentPrediction : modelPrediction;
			const response = { ...data, kainic_mid: 'm', items };
			const records = recordsOf(response, each, endpoint);
			if (items.length > 0) expect(records).toHaveLength(items.length);
			items.forEach((own, index) => {
				const made = records[index] ?? {};
				for (const [name, value] of Object.entries(own)) expect(made[name]).toBe(value);
				if (!('rank' in own)) expect(made.rank).toBe(index + 1);
			});
		});
	});

	test.each([
		[{}, 'Its data is empty'],
		[{ results: [], uid: 1 }, 'Its data has the fields "results", "uid"'],
		[{ items: { a: 1 } }, 'Its field "items" is an object'],
		[{ items: null }, 'Its field "items" is empty (null)'],
		[undefined, 'Its data is empty (undefined)'],
	])('cannot be read from %j', (data, problem) => {
		const read = () => readPrediction(modelPrediction, {}, each, data);
		expect(read).toThrow(InputError);
		expect(read).toThrow(`The response has no list of recommendations. ${problem}.`);
	});

	test('that cannot be read are named by ten names, each of at most 40 characters', () => {
		const data = Object.fromEntries(
			Array.from({ length: 12 }, (_, i) => [`n${i}`.padEnd(50, '-'), 1]),
		);
		const read = () => readPrediction(modelPrediction, {}, each, data);
		expect(read).toThrow(`"${'n9'.padEnd(39, '-')}…".`);
		expect(read).not.toThrow('n10');
	});
});

test.each([
	[{ products: { a: 1 } }, { products: { a: 1 } }],
	[['a'], { data: ['a'] }],
	[null, { data: null }],
	[[], { data: [] }],
])('the whole response of %j is one record', (data, record) => {
	expect(recordsOf(data, whole)).toEqual([record]);
	expect(recordsOf(data, { ...whole, reportsEmpty: false, limit: 1 })).toEqual([record]);
});

describe('an experiment', () => {
	const body = { kainic_exp_id: 'e', sid: 's', platform: 'web', anon_uid: 'a', items: ['x'] };
	const ask = (data: unknown, options = each) => {
		const items = itemsOf(readPrediction(experimentPrediction, body, options, freeze(data)));
		const output = items[0]?.output;
		return { output, records: items.map(({ json }) => json) };
	};
	const repeated = { kainic_exp_id: 'e', sid: 's', platform: 'web', anon_uid: 'a' };

	test.each([each, whole, { ...each, reportsEmpty: false }])(
		'without a model is a control group with any options',
		(options) => {
			expect(ask({ kainic_mid: null, items: [] }, options)).toEqual({
				output: 1,
				records: [{ ...repeated, kainic_mid: null, items: [], group: 'control' }],
			});
		},
	);

	test('without a model is a control group, whatever else the response holds', () => {
		expect(ask({ kainic_mid: null, group: 'B', error: 'none', sid: 'own' })).toEqual({
			output: 1,
			records: [{ ...repeated, sid: 'own', kainic_mid: null, error: 'none', group: 'control' }],
		});
	});

	test('with a model marks its recommendations, and the whole response', () => {
		expect(ask({ kainic_mid: 'm', items: [{ item_id: 'x' }] })).toEqual({
			output: 0,
			records: [{ ...repeated, item_id: 'x', rank: 1, kainic_mid: 'm', group: 'model' }],
		});
		expect(ask({ kainic_mid: 'm', items: [] }, whole)).toEqual({
			output: 0,
			records: [{ ...repeated, kainic_mid: 'm', items: [], group: 'model' }],
		});
		expect(ask({ kainic_mid: 'm', items: [] })).toEqual({
			output: 0,
			records: [{ ...repeated, kainic_mid: 'm', items: [], group: 'model' }],
		});
	});

	test.each([[[{}]], [{ items: [{}] }], [{ kainic_mid: undefined, items: [{}] }]])(
		'is no control group by %j',
		(data) => {
			expect(ask(data)).toMatchObject({ output: 0, records: [{ rank: 1, group: 'model' }] });
		},
	);

	test('of a model endpoint has no control group', () => {
		expect(recordsOf({ kainic_mid: null, items: [] })).toEqual([{ kainic_mid: null, items: [] }]);
	});
});

test('whatever JSON comes, it gives records or a reason why not', () =>
	forAll([fc.jsonValue(), fc.constantFrom(each, whole)], (data, options) => {
		for (const endpoint of [modelPrediction, experimentPrediction]) {
			const read = () => recordsOf(data, options, endpoint);
			try {
				read().forEach((record) => expect(record).not.toHaveProperty('error'));
			} catch (error) {
				expect(options.form).toBe('eachRecommendation');
				expect(error).toBeInstanceOf(InputError);
			}
		}
	}));
