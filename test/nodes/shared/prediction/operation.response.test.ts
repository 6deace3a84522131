import fc from 'fast-check';
import { experimentPrediction } from '../../../../nodes/KainicExperiment/experiment-prediction';
import { modelPrediction } from '../../../../nodes/KainicPredict/model-prediction';
import {
	showPrediction,
	type PredictionDetails,
} from '../../../../nodes/shared/prediction/operation';
import { forAll } from '../../../support/for-all';
import { messageOf, refusalOf, taken } from '../../../support/units/refusal';

const each: PredictionDetails = {
	request: {},
	output: 'eachRecommendation',
	limit: Infinity,
	runsAsTool: false,
};
const whole: PredictionDetails = { ...each, output: 'response' };

function freeze(value: unknown): unknown {
	if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
	return Object.freeze(value);
}

function itemsOf(data: unknown, details = each, endpoint = modelPrediction) {
	const items = showPrediction(endpoint, details, freeze(data));
	return items.flatMap((item) => (item.kind === 'new_item' ? [item] : []));
}

const recordsOf = (...given: Parameters<typeof itemsOf>) =>
	itemsOf(...given).map(({ json }) => json);

describe('recommendations', () => {
	test('come as they are, ranked from 1, with what the response says of itself, and nothing else', () => {
		const items = [{ item_id: 'a', score: 0.5 }, { score: 1e-9 }];
		const itself = { kainic_mid: 'm', deployment_job_id: 'd', uid: 'u' };
		expect(recordsOf({ ...itself, items, more: 1 })).toEqual([
			{ item_id: 'a', score: 0.5, rank: 1, kainic_mid: 'm', deployment_job_id: 'd' },
			{ score: 1e-9, rank: 2, kainic_mid: 'm', deployment_job_id: 'd' },
		]);
		// Without a customer, Kainic repeats the visitor's ID as uid.
		const loggedIn = { ...each, request: { uid: 'u' } };
		expect(recordsOf({ ...itself, items }, loggedIn)).toMatchObject([{ uid: 'u' }, { uid: 'u' }]);
	});

	test('show their own fields first, then the rank', () => {
		const [record = {}] = recordsOf({ uid: 'u', items: [{ item_id: 'a', uid: 'own' }] });
		expect(Object.keys(record)).toEqual(['item_id', 'uid', 'rank']);
	});

	test('that are no objects get a name', () => {
		const values = ['a', 1, null, ['b']];
		const named = values.map((value, index) => ({ value, rank: index + 1 }));
		expect(recordsOf(values)).toEqual(named);
	});

	test('are cut at the limit', () => {
		expect(recordsOf([{}, {}, {}], { ...each, limit: 2 })).toEqual([{ rank: 1 }, { rank: 2 }]);
		expect(recordsOf([{}], { ...each, limit: 2 })).toEqual([{ rank: 1 }]);
	});

	test('are at most 1,000 items, which n8n can still pass on', () => {
		const many = Array.from({ length: 1001 }, () => ({}));
		expect(recordsOf(many, { ...each, limit: 1000 })).toHaveLength(1000);
		expect(recordsOf(many.slice(1))).toHaveLength(1000);
		expect(messageOf(() => recordsOf(many))).toBe(
			'The response has 1,001 recommendations, but the limit is 1,000.',
		);
		expect(recordsOf({ items: many }, whole)).toHaveLength(1);
	});

	test('that are none give a record with an empty list', () => {
		expect(recordsOf({ items: [], uid: 'u' })).toEqual([{ items: [], uid: 'u' }]);
		expect(recordsOf([])).toEqual([{ items: [] }]);
	});

	const names = ['error', 'rank', 'uid', 'group', 'sid', '__proto__'];
	const name = fc.oneof(fc.constantFrom(...names), fc.string());
	const record = fc.dictionary(name, fc.jsonValue(), { maxKeys: 6 });

	test('keep every field of their own, whatever it is and whatever is added', () =>
		forAll([fc.array(record), record], (items, data) => {
			const records = recordsOf({ ...data, kainic_mid: 'm', items });
			if (items.length > 0) expect(records).toHaveLength(items.length);
			items.forEach((own, index) => {
				const made = records[index] ?? {};
				for (const [field, value] of Object.entries(own)) expect(made[field]).toBe(value);
				if (!('rank' in own)) expect(made.rank).toBe(index + 1);
			});
		}));

	test.each([
		[{}, 'Its data is empty'],
		[{ results: [], uid: 1 }, 'Its data has the fields "results", "uid"'],
		[{ items: { a: 1 } }, 'Its field "items" is an object'],
		[{ items: null }, 'Its field "items" is empty (null)'],
		[undefined, 'Its data is empty (undefined)'],
	])('cannot be read from %j', (data, problem) => {
		const { message, explanation } = refusalOf(() => recordsOf(data));
		expect(message).toBe(`The response has no list of recommendations. ${problem}.`);
		expect(explanation.advice).toMatch(
			/cannot read the response\. .+, set 'Output' to 'Response'\.$/,
		);
	});

	test('that cannot be read are named by ten names, each of at most 40 characters', () => {
		const data = Object.fromEntries(
			Array.from({ length: 12 }, (_, i) => [`n${i}`.padEnd(50, '-'), 1]),
		);
		const read = () => recordsOf(data);
		expect(read).toThrow(`"${'n9'.padEnd(39, '-')}…".`);
		expect(read).not.toThrow('n10');
	});
});

test.each([
	[{ products: { a: 1 } }, { products: { a: 1 } }],
	[['a'], { data: ['a'] }],
	[null, { data: null }],
])('the whole response of %j is one record', (data, record) => {
	expect(recordsOf(data, whole)).toEqual([record]);
	expect(recordsOf(data, { ...whole, limit: 1 })).toEqual([record]);
});

describe('an experiment', () => {
	const body = { kainic_exp_id: 'e', sid: 's', platform: 'web', anon_uid: 'a', items: ['x'] };
	const ask = (data: unknown, options = each) => {
		const items = itemsOf(data, { ...options, request: body }, experimentPrediction);
		const output = items[0]?.output;
		return { output, records: items.map(({ json }) => json) };
	};
	const repeated = { kainic_exp_id: 'e', sid: 's', platform: 'web', anon_uid: 'a' };

	test.each([
		[{ items: [] }, { items: [] }],
		[
			{ group: 'B', error: 'none', sid: 'own' },
			{ item_group: 'B', error: 'none', item_sid: 'own' },
		],
	])('without a model is a control group, whatever its response holds: %j', (data, own) => {
		const records = [{ ...repeated, ...own, kainic_mid: null, group: 'control' }];
		for (const options of [each, whole, { ...each }])
			expect(ask({ ...data, kainic_mid: null }, options)).toEqual({ output: 1, records });
	});

	const shoe = { item_id: 'x' };

	test.each([
		['its recommendations', [shoe], each, { ...shoe, rank: 1 }],
		['the whole response', [shoe], whole, { items: [shoe] }],
		['an empty one', [], each, { items: [] }],
	])('with a model marks %s', (_, items, options, record) => {
		expect(ask({ kainic_mid: 'm', items }, options)).toEqual({
			output: 0,
			records: [{ ...repeated, ...record, kainic_mid: 'm', group: 'model' }],
		});
	});

	test('says of whom, where and in which group each product was shown, and keeps what the product says', () => {
		const own = { platform: 'Switch', group: 'games', sid: 9, anon_uid: 'maker', rank: 7 };
		const product = { item_id: 'x', ...own, kainic_mid: 'p', kainic_exp_id: 'p', item_rank: 'top' };
		const { records } = ask({ kainic_mid: 'm', items: [product] });
		expect(records).toEqual([
			{
				...{ ...repeated, kainic_mid: 'm', group: 'model', rank: 1 },
				...{ item_id: 'x', item_platform: 'Switch', item_group: 'games', item_sid: 9 },
				...{ item_anon_uid: 'maker', item_kainic_mid: 'p', item_kainic_exp_id: 'p' },
				...{ item_rank: 'top', item_item_rank: 7 },
			},
		]);
	});

	const names = ['rank', 'group', 'sid', 'kainic_mid', 'item_group', 'item_item_sid', 'toString'];
	const name = fc.oneof(fc.constantFrom(...names), fc.string());
	const record = fc.dictionary(name, fc.jsonValue(), { maxKeys: 6 });

	test('gives what an exposure needs and loses nothing, whatever its products are', () =>
		forAll([record, fc.constantFrom(each, whole)], (own, options) => {
			const data =
				options === whole ? { ...own, kainic_mid: 'm' } : { kainic_mid: 'm', items: [own] };
			const [made = {}] = ask(data, options).records;
			expect(made).toMatchObject({ ...repeated, kainic_mid: 'm', group: 'model' });
			const values = Object.values(made).map((value) => JSON.stringify(value));
			const { kainic_mid: _model, ...rest } = own;
			for (const [field, value] of Object.entries(options === whole ? rest : own)) {
				const isAdded = ['rank', 'group', 'kainic_mid', ...Object.keys(repeated)].includes(field);
				if (isAdded) expect(values).toContain(JSON.stringify(value));
				else expect(made[field]).toBe(value);
			}
		}));

	test.each([[[{}]], [{ kainic_mid: undefined, items: [{}] }]])(
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
			const records = taken(() => recordsOf(data, options, endpoint));
			if (options.output === 'response') expect(records).not.toBeNull();
			for (const record of records ?? []) expect(record).not.toHaveProperty('error');
		}
	}));
