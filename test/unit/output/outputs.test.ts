import fc from 'fast-check';
import type { IDataObject, INode } from 'n8n-workflow';
import { notSentFailure } from '../../../nodes/shared/failure';
import { Outputs } from '../../../nodes/shared/output/outputs';
import { fakeNode } from '../support/fake-node';
import { forAll } from '../support/for-all';

type Settings = Pick<INode, 'onError' | 'retryOnFail'>;

const inputs = ['a', 'b', 'c'].map((name) => ({
	json: { name },
	binary: { data: { data: 'eA==', mimeType: 'text/plain', fileName: name } },
}));

function outputsOf(settings: Settings = {}, count: 1 | 2 = 1): Outputs {
	return new Outputs(fakeNode(settings), count, inputs);
}

const newItem = (output: 0 | 1, json: IDataObject) => ({ kind: 'new_item', output, json }) as const;

const failure = notSentFailure('It is wrong.');

const names = (items: ReadonlyArray<{ json: IDataObject }> = []) =>
	items.map(({ json }) => json.name ?? (json.error === undefined ? null : 'error'));

describe('a success', () => {
	const shownAs = (json: IDataObject) => {
		const outputs = outputsOf();
		outputs.succeed([0], newItem(0, json));
		return outputs.close()[0]?.[0]?.json;
	};

	test('is a new item, linked to its items, or the input item with its file and what is added', () => {
		const outputs = outputsOf({}, 2);
		outputs.succeed([2], newItem(1, { name: 'x' }));
		outputs.succeed([0, 1], newItem(0, { name: 'y' }));
		outputs.succeed([2], { kind: 'input_item', kainic: { status: 'accepted' } });
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

	test('of an input item has no leftover error, and the input item keeps its own', () => {
		const input = { json: { name: 'a', error: 'leftover' } };
		const outputs = new Outputs(fakeNode(), 1, [input]);
		outputs.succeed([0], { kind: 'input_item', kainic: {} });
		expect(outputs.close()[0]?.[0]?.json).toEqual({ name: 'a', kainic: {} });
		expect(input.json).toEqual({ name: 'a', error: 'leftover' });
	});

	test('with a field error has another name for it, since n8n would take it for a failure', () => {
		expect(shownAs({ error: 'sold out', rank: 1 })).toEqual({ kainic_error: 'sold out', rank: 1 });
		const taken = { kainic_error: 2, kainic_error_: 3 };
		expect(shownAs({ error: 1, ...taken })).toEqual({ ...taken, kainic_error__: 1 });
	});

	test('with a field $error has another name for it too, as n8n looks for that beside $json', () => {
		const json = { $error: 'sold out', $json: 1 };
		const outputs = new Outputs(fakeNode({ onError: 'continueRegularOutput' }), 1, [{ json }]);
		outputs.succeed([0], { kind: 'input_item', kainic: {} });
		outputs.fail([0], failure);
		const error = expect.objectContaining({ code: 'invalid_input' });
		expect(outputs.close()[0]?.map((item) => item.json)).toEqual([
			{ kainic_error: 'sold out', $json: 1, kainic: {} },
			{ kainic_error: 'sold out', $json: 1, error },
		]);
		expect(json).toEqual({ $error: 'sold out', $json: 1 });
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

	test('of several items has no file, since none of theirs is all of it', () => {
		const item = failedIn('continueErrorOutput', 0, 2);
		expect(item).not.toHaveProperty('binary');
		expect(item?.pairedItem).toEqual([{ item: 0 }, { item: 2 }]);
	});
});

describe('the order', () => {
	/** Puts out `-` as a failure and any other name as a success. */
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

	test('has the failures behind a success of the second output, if the first one has none', () => {
		const closedWith = (settings: Settings, second: boolean) => {
			const outputs = outputsOf({ retryOnFail: true, ...settings }, 2);
			outputs.fail([0], failure);
			if (second) outputs.succeed([1], newItem(1, { name: 'control' }));
			return outputs.close().map((items) => names(items));
		};
		expect(closedWith({ onError }, true)).toEqual([[], ['control', 'error']]);
		expect(closedWith({ onError, retryOnFail: false }, true)).toEqual([['error'], ['control']]);
		expect(closedWith({ onError }, false)).toEqual([['error'], []]);
		expect(closedWith({ onError: 'continueRegularOutput' }, true)).toEqual([['a'], ['control']]);
	});
});

test('a summary comes first if anything was accepted, or last, and stands for all items', () => {
	const settings: Settings = { onError: 'continueErrorOutput', retryOnFail: true };
	const summarized = (comesFirst: boolean) => {
		const outputs = outputsOf(settings);
		outputs.fail([1], failure);
		return outputs.closeWithSummary({ name: 'summary' }, comesFirst)[0] ?? [];
	};
	expect(names(summarized(true))).toEqual(['summary', 'error']);
	expect(names(summarized(false))).toEqual(['error', 'summary']);
	expect(summarized(true)[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
});
