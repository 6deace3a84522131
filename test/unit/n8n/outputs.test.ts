import fc from 'fast-check';
import type { IDataObject, INode } from 'n8n-workflow';
import { notSentFailure } from '../../../nodes/shared/failure';
import { Outputs } from '../../../nodes/shared/n8n/outputs';
import { fakeNode } from '../support/fake-node';

type Settings = Pick<INode, 'onError' | 'retryOnFail'>;

const inputs = ['a', 'b', 'c'].map((name) => ({
	json: { name },
	binary: { data: { data: 'eA==', mimeType: 'text/plain', fileName: name } },
}));

function outputsOf(settings: Settings = {}, count: 1 | 2 = 1): Outputs {
	return new Outputs(fakeNode(settings), count, inputs);
}

const failure = notSentFailure('It is wrong.');

const names = (items: ReadonlyArray<{ json: IDataObject }> = []) =>
	items.map(({ json }) => json.name ?? (json.error === undefined ? null : 'error'));

describe('a success', () => {
	const shownAs = (json: IDataObject) => {
		const outputs = outputsOf();
		outputs.succeed(0, [0], json, undefined);
		return outputs.close(true)[0]?.[0]?.json;
	};

	test('is put out as it is, linked to its item, with its file', () => {
		const outputs = outputsOf({}, 2);
		outputs.succeed(1, [2], { name: 'x' }, inputs[2]?.binary);
		outputs.succeed(0, [0, 1], { name: 'y' }, undefined);
		expect(outputs.close(true)).toEqual([
			[{ json: { name: 'y' }, pairedItem: [{ item: 0 }, { item: 1 }] }],
			[{ json: { name: 'x' }, binary: inputs[2]?.binary, pairedItem: { item: 2 } }],
		]);
	});

	test('with a field error has another name for it, since n8n would take it for a failure', () => {
		expect(shownAs({ error: 'sold out', rank: 1 })).toEqual({ kainic_error: 'sold out', rank: 1 });
		expect(shownAs({ error: 1, kainic_error: 2, kainic_error_: 3 })).toEqual({
			kainic_error: 2,
			kainic_error_: 3,
			kainic_error__: 1,
		});
	});

	test('keeps every value, whatever its fields are called', () => {
		const name = fc.oneof(fc.constantFrom('error', 'kainic_error', 'kainic_error_'), fc.string());
		fc.assert(
			fc.property(fc.dictionary(name, fc.integer()), (json) => {
				const before = structuredClone(json);
				const shown = shownAs(json) ?? {};
				expect(shown).not.toHaveProperty('error');
				expect(Object.values(shown).sort()).toEqual(Object.values(json).sort());
				expect(json).toEqual(before);
			}),
		);
	});
});

describe('a failure', () => {
	test('has its error alone on the error branch, where n8n adds the input, and its input elsewhere', () => {
		const error = expect.objectContaining({ code: 'invalid_input' });
		const branch = outputsOf({ onError: 'continueErrorOutput' });
		branch.fail([1], failure);
		expect(branch.close(false)[0]).toEqual([
			{ json: { error }, binary: inputs[1]?.binary, pairedItem: { item: 1 } },
		]);
		expect(branch.close(false)[0]?.[0]?.error).toEqual({ message: error });
		const regular = outputsOf({ onError: 'continueRegularOutput' });
		regular.fail([1], failure);
		expect(regular.close(false)[0]?.[0]).not.toHaveProperty('error');
		expect(regular.close(false)[0]).toEqual([
			{ json: { name: 'b', error }, binary: inputs[1]?.binary, pairedItem: { item: 1 } },
		]);
	});

	test('of several items has no file, since none of theirs is all of it', () => {
		const outputs = outputsOf({ onError: 'continueErrorOutput' });
		outputs.fail([0, 2], failure);
		const [item] = outputs.close(false)[0] ?? [];
		expect(item).not.toHaveProperty('binary');
		expect(item?.pairedItem).toEqual([{ item: 0 }, { item: 2 }]);
	});
});

describe('the order', () => {
	/** Puts out `-` as a failure and any other name as a success. */
	const closed = (order: string, settings: Settings, anythingAccepted = true) => {
		const outputs = outputsOf(settings);
		for (const [index, name] of [...order].entries()) {
			if (name === '-') outputs.fail([index], failure);
			else outputs.succeed(0, [index], { name }, undefined);
		}
		return outputs.close(anythingAccepted)[0] ?? [];
	};
	const onError = 'continueErrorOutput';

	test('is that of the input', () => {
		expect(names(closed('-x-', { onError }))).toEqual(['error', 'x', 'error']);
	});

	test('has a success first with Retry On Fail, or n8n would run everything again', () => {
		expect(names(closed('-x-', { onError, retryOnFail: true }))).toEqual(['x', 'error', 'error']);
		expect(names(closed('x--', { onError, retryOnFail: true }))).toEqual(['x', 'error', 'error']);
		expect(names(closed('--y', { onError, retryOnFail: true }))).toEqual(['y', 'error', 'error']);
	});

	test('is not changed if nothing was accepted, so that n8n may run everything again', () => {
		const items = closed('--', { onError, retryOnFail: true }, false);
		expect(names(items)).toEqual(['error', 'error']);
		expect(0 in items).toBe(true);
	});

	test('has a hole first, which n8n skips, if what was accepted left elsewhere', () => {
		const items = closed('--', { onError, retryOnFail: true });
		expect(items).toHaveLength(3);
		expect(0 in items).toBe(false);
		expect(names([...items])).toEqual(['error', 'error']);
	});

	test('keeps the failure back until n8n has decided, if there is no error branch', () => {
		const [first, second] = closed('--', {
			onError: 'continueRegularOutput',
			retryOnFail: true,
		});
		expect(first?.json).toEqual({ name: 'a' });
		expect(first?.error?.message).toMatchObject({ code: 'invalid_input' });
		expect(second?.json).toHaveProperty('error');
		if (first !== undefined) first.json = { ...first.json, _files: 'from n8n' };
		if (first !== undefined) first.json = { error: 'from n8n' };
		expect(first?.json).toEqual({ name: 'a', _files: 'from n8n', error: 'from n8n' });
	});
});

describe('a summary', () => {
	test('comes first if anything was accepted, or last, and stands for all items', () => {
		const settings: Settings = { onError: 'continueErrorOutput', retryOnFail: true };
		const summarized = (comesFirst: boolean) => {
			const outputs = outputsOf(settings);
			outputs.fail([1], failure);
			outputs.summarize({ name: 'summary' }, comesFirst);
			return outputs.close(comesFirst)[0] ?? [];
		};
		expect(names(summarized(true))).toEqual(['summary', 'error']);
		expect(names(summarized(false))).toEqual(['error', 'summary']);
		expect(summarized(true)[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});
});
