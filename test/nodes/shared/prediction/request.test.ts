import fc from 'fast-check';
import {
	experimentPrediction,
	experimentProperties,
} from '../../../../nodes/KainicExperiment/experiment-prediction';
import {
	modelPrediction,
	predictProperties,
} from '../../../../nodes/KainicPredict/model-prediction';
import {
	mergeFields,
	bodyOf,
	readItemIds,
	readJsonObject,
	targetOf,
} from '../../../../nodes/shared/prediction/request';
import { parametersOf, type Panel } from '../../../support/units/fake-run';
import { messageOf, refusalOf } from '../../../support/units/refusal';
import { forAll } from '../../../support/for-all';

const properties = [...predictProperties, ...experimentProperties];

const needsSelection = "'Item IDs' and 'Type' are both empty.";

/** JSON whose numbers a double holds exactly. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		fc.string({ unit: 'binary' }),
		fc.boolean(),
		fc.constant(null),
		fc.integer(),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
	),
})).value;

describe('item IDs', () => {
	test.each([
		['sku-1', ['sku-1']],
		[' sku-1 ,sku-2', ['sku-1', 'sku-2']],
		['sku-1,, ,sku-2,', ['sku-1', 'sku-2']],
		[17, ['17']],
		[0, ['0']],
		['', []],
		[[], []],
		[undefined, []],
		[null, []],
		['["a","b,c"]', ['a', 'b,c']],
		[' [17, 42]\n', ['17', '42']],
		['[]', []],
		[
			['a', 'b,c', '', ' ', null, undefined, 7],
			['a', 'b,c', '7'],
		],
	])('of %j', (value, ids) => expect(readItemIds(value)).toEqual(ids));

	test.each([
		[{ id: 1 }, 'an object'],
		[true, 'the boolean true'],
		[[['a']], 'an array'],
		['[["a"]]', 'an array'],
		[[2 ** 53], `the number ${2 ** 53}`],
		['[9007199254740993]', `the number ${2 ** 53}`],
		[NaN, 'the number NaN'],
	])('are not %j', (value, named) => {
		const message = `'Item IDs' is ${named}, but it must be text.`;
		expect(messageOf(() => readItemIds(value))).toBe(message);
	});

	test.each([
		['IDs of an array', Array.from({ length: 10_001 }, () => 'a')],
		['IDs of JSON', JSON.stringify(Array.from({ length: 10_001 }, () => 1))],
		['IDs between commas', 'a,'.repeat(10_001)],
		['characters', 'a'.repeat(200_001)],
	])('are refused if they are too many %s', (_what, value) => {
		expect(refusalOf(() => readItemIds(value))).toMatchObject({
			message: "'Item IDs' has more than 10,000 IDs or 200,000 characters.",
			explanation: { advice: 'Enter fewer IDs.' },
		});
	});

	test('may be as many as the limits say', () => {
		expect(readItemIds(Array.from({ length: 10_000 }, () => 'a'))).toHaveLength(10_000);
		expect(readItemIds('a'.repeat(200_000))).toHaveLength(1);
	});

	test.each(['PIPE-1/2"', "5'", 'x[1]', 'a;b', "it's", '“', '[5'])(
		'may contain %s, because only quotation marks around an ID are refused',
		(id) => expect(readItemIds(`p-1, ${id}`)).toEqual(['p-1', id]),
	);

	test.each([
		['p-1, "p-2"', '"p-2"'],
		["it's,'p-2'", "'p-2'"],
		['`p-1`', '`p-1`'],
		[' "p-1, p-2" ', '"p-1, p-2"'],
	])('are refused in quotation marks: %j', (value, quoted) => {
		const { message, explanation } = refusalOf(() => readItemIds(value));
		expect(message).toBe(`An ID in 'Item IDs' is in quotation marks: ${quoted}`);
		expect(explanation.advice).toMatch(
			/^Separate IDs with commas, without quotation marks, e\.g\. /,
		);
	});

	const sign = fc.constantFrom(...'a1. ;[]\\“\n');

	test('are sent as they are, whatever the text is', () =>
		forAll([fc.array(fc.string({ unit: sign }), { minLength: 1 })], (entries) => {
			const text = entries.join(',');
			fc.pre(!text.trimStart().startsWith('['));
			expect(readItemIds(text)).toEqual(entries.map((entry) => entry.trim()).filter(Boolean));
		}));

	const id = fc.oneof(
		fc.string({ unit: 'binary' }).filter((text) => text.trim() !== ''),
		fc.maxSafeInteger(),
	);

	test('are the same as an array and as its JSON text', () =>
		forAll([fc.array(id)], (ids) => {
			const expected = ids.map((entry) => String(entry).trim());
			expect(readItemIds(ids)).toEqual(expected);
			expect(readItemIds(JSON.stringify(ids))).toEqual(expected);
		}));
});

describe('the body made of the panel', () => {
	const panel: Panel = { modelId: 'm', platform: 'web', anonUid: 'a', itemIds: '1' };
	const read = (change: Panel, endpoint = modelPrediction) =>
		bodyOf(endpoint, 'fields', parametersOf({ ...panel, ...change }, properties).at(0), {
			projectId: 'p',
		});

	const additional = (value: unknown) => ({ 'options.additionalBodyFields': value });

	test.each<[Panel, string]>([
		[{ modelId: '"model-1"' }, "'Model ID' is in quotation marks."],
		[additional('{ "a": 9007199254740993 }'), '"a" is the number 9007199254740992, which is too'],
		[{ itemIds: ' , ' }, needsSelection],
	])('is refused for %j', (change, message) => {
		expect(messageOf(() => read(change))).toContain(message);
	});

	test('takes additional fields as text, as a value, or not at all', () => {
		const market = { market: 'de' };
		const given = (value: unknown) => read(additional(value)).fields;
		expect(given('{ "market": "de" }')).toMatchObject(market);
		expect(given(market)).toMatchObject(market);
		expect(given('')).not.toHaveProperty('market');
		expect(given({ modelId: undefined, kainic_mid: undefined })).toHaveProperty('kainic_mid', 'm');
	});
});

describe('the fields of a body', () => {
	test.each<[object, object]>([
		[{}, {}],
		[{}, { items: [] }],
		[{}, { type: '' }],
		[{}, { type: null }],
		[
			{ type: 'x', items: ['y'] },
			{ type: null, items: null },
		],
	])('that select nothing are refused: %j with %j', (fields, additional) => {
		expect(refusalOf(() => mergeFields({ ...fields }, { ...additional }))).toMatchObject({
			message: needsSelection,
			explanation: {
				advice:
					"Fill in 'Item IDs' or 'Type'. If you use an expression, check its result for this item.",
			},
		});
	});

	const name = fc.oneof(fc.constantFrom('a', 'b', 'items', '__proto__'), fc.string());
	const some = fc.dictionary(name, json);

	test('follow the same rule whatever they are', () =>
		forAll([some, some], (own, additional) => {
			const merged = mergeFields({ ...own, type: 'x' }, { ...additional, type: 'y' });
			const all = new Map(Object.entries(own));
			for (const [key, value] of Object.entries({ ...additional, type: 'y' })) all.set(key, value);
			const expected = Object.fromEntries([...all].filter(([, value]) => value !== null));
			expect(JSON.parse(merged.text)).toEqual(JSON.parse(JSON.stringify(expected)));
		}));
});

describe('a body of JSON', () => {
	test('keeps the text that was written, to the last digit', () => {
		const text = ' { "a": 1.0, "b": 12345678901234567890, "c": 1e400 }';
		expect(readJsonObject(text, 'Request JSON').text).toBe(text);
		const panel = parametersOf({ bodyJson: text }, properties).at(0);
		expect(bodyOf(modelPrediction, 'json', panel, { projectId: 'p' }).text).toBe(text);
	});

	test('is the JSON of a value that an expression gives', () => {
		const value = { a: 1, b: undefined, at: new Date(0) };
		expect(readJsonObject(value, 'Request JSON')).toEqual({
			text: '{"a":1,"at":"1970-01-01T00:00:00.000Z"}',
			fields: { a: 1, at: '1970-01-01T00:00:00.000Z' },
		});
	});

	test.each([
		['{', 'Request JSON is not valid JSON'],
		['[]', 'Request JSON is an array, but it must be a JSON object.'],
		['null', 'Request JSON is empty (null), but it must be a JSON object.'],
		[[1], 'Request JSON is an array, but it must be a JSON object.'],
		[new Date(0), 'Request JSON is the text "1970-01-01T00:00:00.000Z", but it must be'],
		[{ a: { b: [NaN] } }, 'The field "a.b.0" is not a valid number (NaN).'],
		[{ a: 2 ** 53 }, 'The field "a" is the number 9007199254740992, which is too large'],
		[{ at: new Date(NaN) }, 'The field "at" is an invalid date.'],
		['{ "a": "\ud83d" }', 'Request JSON contains a damaged character, such as half of an emoji.'],
	])('is not %j', (value, problem) => {
		expect(messageOf(() => readJsonObject(value, 'Request JSON'))).toContain(problem);
	});

	test('says the same as the value, whatever the value is', () =>
		forAll([fc.dictionary(fc.string({ unit: 'binary' }), json)], (value) => {
			const { text, fields } = readJsonObject(value, 'Request JSON');
			expect(JSON.parse(Buffer.from(text).toString())).toEqual(value);
			expect(fields).toEqual(value);
		}));

	test.each([
		[{ kainic_mid: 'm' }, modelPrediction, 'm'],
		[{ kainic_mid: '' }, modelPrediction, null],
		[{ kainic_mid: 5 }, modelPrediction, null],
		[{ kainic_exp_id: 'e' }, modelPrediction, null],
		[{ kainic_exp_id: 'e', kainic_mid: 'm' }, experimentPrediction, 'e'],
	])('%j asks for what its endpoint asks', (body, endpoint, target) => {
		expect(targetOf(endpoint, body)).toBe(target);
	});
});
