import fc from 'fast-check';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { failureJson, newFailure } from '../../../../nodes/shared/failure';
import { withFilesBeside } from '../../../../nodes/shared/items';
import { Outputs } from '../../../../nodes/shared/output/outputs';
import type { OutputItem } from '../../../../nodes/shared/send/job';
import { isPlainObject } from '../../../../nodes/shared/values';
import { fakeNode } from '../../../support/units/fake-node';
import { forAll } from '../../../support/for-all';

type Settings = Pick<INode, 'onError' | 'retryOnFail'>;

interface Given {
	readonly count?: 1 | 2;
	readonly items?: readonly INodeExecutionData[];
	readonly runsAsTool?: boolean;
}

const inputs: readonly INodeExecutionData[] = ['a', 'b', 'c'].map((name) => ({
	json: { name },
	binary: { data: { data: 'eA==', mimeType: 'text/plain', fileName: name } },
}));

function outputsOf(
	settings: Settings = {},
	{ count = 1, items = inputs, runsAsTool = false }: Given = {},
): Outputs {
	return new Outputs(fakeNode(settings), count, items, runsAsTool);
}

const newItem = (output: 0 | 1, json: IDataObject): readonly OutputItem[] => [
	{ kind: 'new_item', output, json },
];

const inputItem: readonly OutputItem[] = [{ kind: 'input_item', kainic: { status: 'accepted' } }];

const failure = newFailure('It is wrong.');

const names = (items: ReadonlyArray<{ json: IDataObject }> = []) =>
	items.map(({ json }) => json.name ?? (json.error === undefined ? null : 'error'));

describe('a success', () => {
	const shownAs = (json: IDataObject) => {
		const outputs = outputsOf();
		outputs.succeed([0], newItem(0, json));
		return outputs.close()[0]?.[0]?.json;
	};

	test('is a new item, linked to its items, or the input item with its file and a field kainic', () => {
		const outputs = outputsOf({}, { count: 2 });
		outputs.succeed([2], newItem(1, { name: 'x' }));
		outputs.succeed([0, 1], newItem(0, { name: 'y' }));
		outputs.succeed([2], inputItem);
		const input = {
			json: { name: 'c', kainic: { status: 'accepted' } },
			binary: inputs[2]?.binary,
		};
		expect(outputs.close()).toEqual([
			[
				{ json: { name: 'y' }, pairedItem: [{ item: 0 }, { item: 1 }] },
				{ ...input, pairedItem: { item: 2 } },
			],
			[{ json: { name: 'x' }, pairedItem: { item: 2 } }],
		]);
	});

	const own = { code: 'payment_failed' };
	const leftover = failureJson(failure);

	test.each([
		['the error of an earlier failure is removed', { error: leftover }, {}],
		["the user's own error is kept under another name", { error: own }, { kainic_error: own }],
		['so is text', { error: 'sold out' }, { kainic_error: 'sold out' }],
		[
			'so is an own error that was kept in the error of an earlier failure',
			{ error: { ...leftover, original: own } },
			{ kainic_error: own },
		],
	])('of an input item has no error, and the input item is unchanged: %s', (_, error, shown) => {
		const input = { json: { name: 'a', ...error } };
		const before = structuredClone(input);
		const outputs = outputsOf({}, { items: [input] });
		outputs.succeed([0], inputItem);
		const json = { name: 'a', ...shown, kainic: { status: 'accepted' } };
		expect(outputs.close()[0]?.[0]?.json).toEqual(json);
		expect(input).toEqual(before);
	});

	test('with a field error has another name for it, since n8n would take it for a failure', () => {
		expect(shownAs({ error: 'sold out', rank: 1 })).toEqual({ kainic_error: 'sold out', rank: 1 });
		const taken = { kainic_error: 2, kainic_error_: 3 };
		expect(shownAs({ error: 1, ...taken })).toEqual({ ...taken, kainic_error__: 1 });
	});

	test('with a field $error has another name for it too, as n8n looks for that beside $json', () => {
		const json = { $error: 'sold out', $json: 1 };
		const outputs = outputsOf({ onError: 'continueRegularOutput' }, { items: [{ json }] });
		outputs.succeed([0], inputItem);
		outputs.fail([0], failure);
		const error = expect.objectContaining({ code: 'invalid_input' });
		expect(outputs.close()[0]?.map((item) => item.json)).toEqual([
			{ kainic_error: 'sold out', $json: 1, kainic: { status: 'accepted' } },
			{ kainic_error: 'sold out', $json: 1, error },
		]);
		expect(json).toEqual({ $error: 'sold out', $json: 1 });
	});

	const ours = { status: 'accepted', trackerId: 'web', requestEvents: 2, attempts: 1 };

	test.each<[string, object, object]>([
		["keeps the user's own kainic", { kainic: { score: 1 } }, { original: { score: 1 } }],
		['also if it is null', { kainic: null }, { original: null }],
		['but not the kainic of an earlier node', { kainic: ours }, {}],
		[
			'which may have kept an own kainic too',
			{ kainic: { ...ours, original: 'mine' } },
			{ original: 'mine' },
		],
	])('of an input item %s', (_, json, kept) => {
		const outputs = outputsOf({}, { items: [{ json: { ...json } }] });
		outputs.succeed([0], inputItem);
		expect(outputs.close()[0]?.[0]?.json).toEqual({ kainic: { status: 'accepted', ...kept } });
	});

	test('has a kainic of its own, because a later node may change it in place', () => {
		const outputs = outputsOf();
		for (const index of [0, 1, 2]) outputs.succeed([index], inputItem);
		const [first, ...others] = outputs.close()[0] ?? [];
		Object.assign(Object(first?.json.kainic), { status: 'changed' });
		const unchanged = { json: { kainic: { status: 'accepted' } } };
		expect(others).toMatchObject([unchanged, unchanged]);
	});

	test('keeps every value, whatever its fields are called', async () => {
		const special = ['error', '$error', 'kainic_error', 'kainic_error_'] as const;
		const name = fc.oneof(fc.constantFrom(...special), fc.string());
		await forAll([fc.dictionary(name, fc.integer())], (json) => {
			const before = structuredClone(json);
			const shown = shownAs(json) ?? {};
			expect(Object.keys(shown).filter((key) => /^\$?error$/.test(key))).toEqual([]);
			expect(Object.values(shown).sort()).toEqual(Object.values(json).sort());
			expect(json).toEqual(before);
		});
	});
});

describe('an item whose JSON is no object', () => {
	const odd: ReadonlyArray<fc.Arbitrary<unknown>> = [
		fc.constantFrom('', 'error', null, [], undefined),
		fc.string(),
		fc.jsonValue().filter((json) => !isPlainObject(json)),
	];
	const settings = fc.record({
		onError: fc.constantFrom('continueErrorOutput' as const, 'continueRegularOutput' as const),
		retryOnFail: fc.boolean(),
	});

	test('ends like any other item, with its JSON as the field value', async () => {
		await forAll([fc.oneof(...odd), settings, fc.boolean()], (json, given, runsAsTool) => {
			const items = [withFilesBeside(Object({ json })), Object({ json })];
			const outputs = outputsOf(given, { items, runsAsTool });
			outputs.succeed([0], inputItem);
			outputs.fail([1], failure);
			const [success, failed] = outputs.close()[0] ?? [];
			expect(success?.json).toEqual({ value: json, kainic: { status: 'accepted' } });
			const error = expect.objectContaining({ code: 'invalid_input' });
			const isAlone = runsAsTool || given.onError === 'continueErrorOutput';
			expect(failed?.json).toEqual(isAlone ? { error } : { value: json, error });
			expect(outputsOf(given, { items }).closeWithSummary({}, true)[0]).toHaveLength(1);
		});
	});
});

describe('a failure', () => {
	const failedIn = (onError: NonNullable<INode['onError']>, ...indexes: readonly number[]) => {
		const outputs = outputsOf({ onError });
		outputs.fail(indexes, failure);
		return outputs.close()[0]?.[0];
	};

	test('has its error alone on the error branch, where n8n adds the input, and its input elsewhere', () => {
		const error = expect.objectContaining({ code: 'invalid_input' });
		const shared = { binary: inputs[1]?.binary, pairedItem: { item: 1 } };
		const onBranch = failedIn('continueErrorOutput', 1);
		expect(onBranch).toEqual({ json: { error }, ...shared });
		expect(onBranch?.error).toEqual({ message: error });
		const regular = { json: { name: 'b', error }, ...shared };
		expect(failedIn('continueRegularOutput', 1)).toEqual(regular);
		expect(failedIn('continueRegularOutput', 1)).not.toHaveProperty('error');
	});

	test.each<[string, object, object]>([
		['no kainic of an earlier node', { kainic: { status: 'accepted', trackerId: 'web' } }, {}],
		["the user's own kainic", { kainic: { score: 1 } }, { kainic: { score: 1 } }],
		[
			'an own kainic that an earlier node kept',
			{ kainic: { status: 'valid', original: 5 } },
			{ kainic: 5 },
		],
	])('has %s', (_, json, kept) => {
		const items = [{ json: { name: 'a', ...json } }];
		const outputs = outputsOf({ onError: 'continueRegularOutput' }, { items });
		outputs.fail([0], failure);
		const error = expect.objectContaining({ code: 'invalid_input' });
		expect(outputs.close()[0]?.[0]?.json).toEqual({ name: 'a', ...kept, error });
	});

	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'as a tool has only its error, because a webhook item holds the headers of a visitor: %s',
		(onError) => {
			const outputs = outputsOf({ onError }, { runsAsTool: true });
			outputs.fail([1], failure);
			const error = expect.objectContaining({ code: 'invalid_input' });
			expect(outputs.close()).toEqual([[{ json: { error }, pairedItem: { item: 1 } }]]);
		},
	);

	test('of several items has no file, because no file belongs to all of them', () => {
		const item = failedIn('continueErrorOutput', 0, 2);
		expect(item).not.toHaveProperty('binary');
		expect(item?.pairedItem).toEqual([{ item: 0 }, { item: 2 }]);
	});
});

describe('the order', () => {
	/** Outputs `-` as a failure, and any other name as a success. */
	const closed = (order: string, settings: Settings) => {
		const outputs = outputsOf(settings);
		for (const [index, name] of [...order].entries()) {
			if (name === '-') outputs.fail([index], failure);
			else outputs.succeed([index], newItem(0, { name }));
		}
		return outputs.close()[0] ?? [];
	};
	const onError = 'continueErrorOutput';

	test.each([
		['is that of the input', '-x-', false, ['error', 'x', 'error']],
		// Or n8n would run everything again.
		['has a success first with Retry On Fail', '-x-', true, ['x', 'error', 'error']],
		['has a success first with Retry On Fail', 'x--', true, ['x', 'error', 'error']],
		['has a success first with Retry On Fail', '--y', true, ['y', 'error', 'error']],
	])('%s: %s', (_, order, retryOnFail, expected) => {
		expect(names(closed(order, { onError, retryOnFail }))).toEqual(expected);
	});

	test('keeps its order with Retry On Fail if nothing was accepted', () => {
		const outputs = outputsOf({ onError, retryOnFail: true });
		for (const index of [0, 1, 2]) outputs.fail([index], failure);
		const sources = outputs.close()[0]?.map(({ pairedItem }) => Object(pairedItem).item);
		expect(sources).toEqual([0, 1, 2]);
	});

	test('survives 130,000 failures before an accepted item of the second output', () => {
		const settings: Settings = { onError, retryOnFail: true };
		const outputs = outputsOf(settings, { count: 2 });
		for (let index = 0; index < 130_000; index += 1) outputs.fail([0], failure);
		outputs.succeed([1], newItem(1, { name: 'control' }));
		const [first, second = []] = outputs.close();
		expect(first).toEqual([]);
		expect(second).toHaveLength(130_001);
		expect(names(second.slice(0, 2))).toEqual(['control', 'error']);
	});

	test('has the failures after the successes of the second output, if the first output has no success', () => {
		const closedWith = (settings: Settings, second: boolean, model = false) => {
			const outputs = outputsOf({ retryOnFail: true, ...settings }, { count: 2 });
			outputs.fail([0], failure);
			if (second) outputs.succeed([1], newItem(1, { name: 'control' }));
			if (model) outputs.succeed([2], newItem(0, { name: 'model' }));
			return outputs.close().map((items) => names(items));
		};
		expect(closedWith({ onError }, true, true)).toEqual([['model', 'error'], ['control']]);
		expect(closedWith({ onError }, true)).toEqual([[], ['control', 'error']]);
		expect(closedWith({ onError, retryOnFail: false }, true)).toEqual([['error'], ['control']]);
		expect(closedWith({ onError }, false)).toEqual([['error'], []]);
		expect(closedWith({ onError: 'continueRegularOutput' }, true)).toEqual([['a'], ['control']]);
	});
});
