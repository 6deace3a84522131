import { InputProblem } from '../../nodes/shared/failure';
import {
	experimentPrediction,
	modelPrediction,
	predictionBody,
	readItemIds,
	readJsonObject,
	targetOf,
	type Question,
} from '../../nodes/shared/kainic/prediction';

const question: Question = {
	projectId: 'p',
	target: 't',
	platform: 'web',
	anonUid: 'a',
	uid: undefined,
	sid: undefined,
	itemIds: ['1'],
	type: undefined,
	returnFullItemsData: undefined,
	additional: {},
};

describe('item IDs', () => {
	test.each([
		['one ID', 'sku-1', ['sku-1']],
		['IDs separated by commas', ' sku-1 ,sku-2', ['sku-1', 'sku-2']],
		['a list with gaps', 'sku-1,, ,sku-2,', ['sku-1', 'sku-2']],
		['a number', 17, ['17']],
		['an array', ['a', 'b,c', 7], ['a', 'b,c', '7']],
		['an array with gaps', ['a', '', ' ', null, undefined], ['a']],
		['zero', 0, ['0']],
		['an empty text', '', []],
		['an empty array', [], []],
		['undefined', undefined, []],
		['null', null, []],
	])('of %s', (_name, value, ids) => {
		expect(readItemIds(value, 0)).toEqual(ids);
	});

	test.each([
		['an object', { id: 1 }, 'an object'],
		['a truth value', true, 'the boolean true'],
		['an array in an array', [['a']], 'an array'],
		['a number that is not exact', [2 ** 53], `the number ${2 ** 53}`],
	])('are not %s', (_name, value, named) => {
		expect(() => readItemIds(value, 3)).toThrow(`Item 3: Item IDs is ${named}`);
	});
});

describe('the body of a prediction', () => {
	test('holds what is asked for, and nothing that is not', () => {
		expect(predictionBody(modelPrediction, question, 'Item 0')).toEqual({
			kainic_pid: 'p',
			kainic_mid: 't',
			platform: 'web',
			anon_uid: 'a',
			items: ['1'],
		});
		const whole = { ...question, uid: 'u', sid: 's', type: 'y', returnFullItemsData: false };
		expect(predictionBody(experimentPrediction, whole, 'Item 0')).toEqual({
			kainic_pid: 'p',
			kainic_exp_id: 't',
			platform: 'web',
			anon_uid: 'a',
			uid: 'u',
			sid: 's',
			items: ['1'],
			type: 'y',
			return_full_items_data: false,
		});
	});

	test('lets additional fields win, and null take a field out', () => {
		const additional = { kainic_mid: null, model: 'm', platform: 'tv', market: { id: 1 } };
		expect(predictionBody(modelPrediction, { ...question, additional }, 'Item 0')).toEqual({
			kainic_pid: 'p',
			model: 'm',
			platform: 'tv',
			anon_uid: 'a',
			items: ['1'],
			market: { id: 1 },
		});
	});

	test.each([{ type: 'x' }, { items: ['x'] }, { items: 'x' }])(
		'counts additional fields as a selection: %j',
		(additional) => {
			const body = predictionBody(
				modelPrediction,
				{ ...question, itemIds: [], additional },
				'Item 0',
			);
			expect(body).toMatchObject(additional);
		},
	);

	test.each([{}, { items: [] }, { type: '' }, { type: null }])(
		'needs items or a type, which %j does not give',
		(additional) => {
			const ask = () =>
				predictionBody(modelPrediction, { ...question, itemIds: [], additional }, 'Item 4');
			expect(ask).toThrow(InputProblem);
			expect(ask).toThrow(
				'Item 4: At least one of the following fields must be provided: [items, type]',
			);
		},
	);
});

describe('a JSON body', () => {
	test('keeps the text that was written', () => {
		const text = ' { "a": 1.0, "b": 12345678901234567890 }';
		expect(readJsonObject(text, 0, 'Body JSON').text).toBe(text);
		expect(readJsonObject({ a: 1 }, 0, 'Body JSON').text).toBe('{"a":1}');
	});

	test.each([
		['{', 'Item 2: Body JSON is not valid JSON'],
		['[]', 'Item 2: Body JSON is an array, but it must be a JSON object.'],
		['null', 'Item 2: Body JSON is null, but it must be a JSON object.'],
		[undefined, 'Item 2: Body JSON is undefined, but it must be a JSON object.'],
		[5, 'Item 2: Body JSON is the number 5, but it must be a JSON object.'],
	])('is not %j', (value, problem) => {
		expect(() => readJsonObject(value, 2, 'Body JSON')).toThrow(problem);
	});

	test.each([
		[{ kainic_mid: 'm' }, 'm'],
		[{ kainic_mid: '' }, null],
		[{ kainic_mid: 5 }, null],
		[{}, null],
	])('%j asks for the model %j', (body, target) => {
		expect(targetOf(modelPrediction, body)).toBe(target);
	});
});
