import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { createNodeType, n8nMajor, runNode, type NodeOptions } from './support';

type Answer = (this: IExecuteFunctions) => INodeExecutionData[][];

const items = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

/** Runs a node that gives the same answer each time, and counts how often n8n runs it. */
async function runAnswer(answer: Answer, options: Partial<NodeOptions> = {}, outputs = 1) {
	let runs = 0;
	const type = createNodeType(
		function () {
			runs += 1;
			return answer.call(this);
		},
		{ outputs: Array.from({ length: outputs }, () => NodeConnectionTypes.Main) },
	);
	const result = await runNode({ type, items, waitBetweenTries: 1, ...options });
	return { ...result, runs };
}

function jsonOf(list: INodeExecutionData[]) {
	return list.map(({ json }) => json);
}

function accepted(item: number): INodeExecutionData {
	return { json: { id: items[item]?.id, accepted: true }, pairedItem: { item } };
}

const onErrorOutput = { onError: 'continueErrorOutput' } as const;
const onRegularOutput = { onError: 'continueRegularOutput' } as const;
const failure = { error: { code: 'refused' } };

describe('a node that throws', () => {
	const thrower: Answer = () => {
		throw new Error('broken');
	};

	test('passes every input item off as a success when it continues on its error output', async () => {
		const result = await runAnswer(thrower, onErrorOutput);

		expect(jsonOf(result.success)).toEqual(items);
		expect(result.errorBranch).toEqual([]);
		expect(result.error?.message).toBe('broken');
	});

	test('ends the execution when it stops on errors', async () => {
		const result = await runAnswer(thrower);

		expect(result.success).toEqual([]);
		expect(result.error?.message).toBe('broken');
		expect(result.record.status).toBe('error');
		expect(result.stored).toContain('broken');
	});
});

describe('an item of the first output goes to the error branch', () => {
	test.each([
		['only an error', { error: 'refused' }, true],
		['an error and a message', { error: 'refused', message: 'why' }, true],
		['an error that is an object', failure, true],
		['an error and anything else', { error: 'refused', code: 'x' }, false],
		['an empty error', { error: '' }, false],
		['an error, a message and details', { error: 'r', message: 'm', details: 'd' }, n8nMajor === 2],
	])('when its JSON holds %s: %#', async (_case, json, moved) => {
		const result = await runAnswer(() => [[{ json, pairedItem: { item: 0 } }]], onErrorOutput);

		expect(result.errorBranch).toHaveLength(moved ? 1 : 0);
		expect(result.success).toHaveLength(moved ? 0 : 1);
	});

	test.each([
		['an object', { item: 1 }, { id: 'b', ...failure }],
		['a list, of which the first counts', [{ item: 2 }, { item: 1 }], { id: 'c', ...failure }],
		['a number, which n8n does not follow', 1, failure],
	])('merged with its input when the pairing is %s', async (_case, pairedItem, expected) => {
		const result = await runAnswer(() => [[{ json: failure, pairedItem }]], onErrorOutput);

		expect(jsonOf(result.errorBranch)).toEqual([expected]);
	});

	test('reduced to the message when the item itself carries an error', async () => {
		const error = Object.assign(new Error('refused'), { name: 'NodeOperationError' });
		const item = { json: { id: 'b' }, error, pairedItem: { item: 1 } };
		const result = await runAnswer(() => [[Object(item)]], onErrorOutput);

		expect(jsonOf(result.errorBranch)).toEqual([{ error: 'refused' }]);
	});

	test('as the last of three outputs when the node has two of its own', async () => {
		const answer: Answer = () => [
			[accepted(0), { json: failure, pairedItem: { item: 1 } }],
			[accepted(2)],
		];
		const result = await runAnswer(answer, onErrorOutput, 2);

		expect(result.outputs.map(jsonOf)).toEqual([
			[{ id: 'a', accepted: true }],
			[{ id: 'c', accepted: true }],
		]);
		expect(jsonOf(result.errorBranch)).toEqual([{ id: 'b', ...failure }]);
	});

	test('alone: what the node itself returns as an error branch is lost', async () => {
		const answer: Answer = () => [[accepted(0)], [{ json: failure, pairedItem: { item: 1 } }]];
		const result = await runAnswer(answer, onErrorOutput);

		expect(result.success).toHaveLength(1);
		expect(result.errorBranch).toEqual([]);
	});
});

describe('Retry On Fail runs the node again with all items', () => {
	const retrying = { retryOnFail: true, maxTries: 3 };
	const failedFirst: Answer = () => [[{ json: failure, pairedItem: { item: 0 } }, accepted(1)]];
	const failedLast: Answer = () => [[accepted(0), { json: failure, pairedItem: { item: 1 } }]];
	const errorOfItem: Answer = () => [
		[Object({ json: {}, error: new Error('refused'), pairedItem: { item: 0 } })],
	];
	const thrower: Answer = () => {
		throw new Error('broken');
	};

	test.each([
		['when it throws', thrower, 3],
		['when the first item has an error in its JSON', failedFirst, 3],
		['never when only a later item has one', failedLast, 1],
		['never when the error is beside the JSON', errorOfItem, 1],
	])('%s', async (_case, answer, runs) => {
		expect((await runAnswer(answer, { ...retrying, ...onErrorOutput })).runs).toBe(runs);
		expect((await runAnswer(answer, { ...retrying, ...onRegularOutput })).runs).toBe(runs);
	});

	test.each([
		['an empty string', '', 3],
		['null', null, n8nMajor === 1 ? 3 : 1],
		['false', false, n8nMajor === 1 ? 3 : 1],
	])('for a success, too, whose JSON has an error that is %s', async (_case, error, runs) => {
		const answer: Answer = () => [[{ json: { id: 'a', error }, pairedItem: { item: 0 } }]];

		expect((await runAnswer(answer, { ...retrying, ...onErrorOutput })).runs).toBe(runs);
	});
});

describe('an item with $error and $json', () => {
	const disguised: Answer = () => [
		[
			{
				json: { $error: { message: { code: 'x' } }, $json: {} },
				pairedItem: { item: 0 },
			},
			accepted(1),
		],
	];

	test('is not run again, but stays a success without its input', async () => {
		for (const mode of [onErrorOutput, onRegularOutput]) {
			const result = await runAnswer(disguised, { ...mode, retryOnFail: true, maxTries: 3 });

			expect(result.runs).toBe(1);
			expect(jsonOf(result.success)[0]).toEqual({ error: { code: 'x' } });
			expect(result.errorBranch).toEqual([]);
		}
	});
});
