import path from 'node:path';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createNodeType, n8nMajor, runNode, type NodeOptions } from './support';

/** What the tests of the nodes rely on: that n8n's own traps are in this engine, and that nothing hides. */

const items = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

type Answer = (this: IExecuteFunctions) => INodeExecutionData[][];

/** Runs a node that gives the same answer each time, and counts how often n8n runs it. */
async function runAnswer(answer: Answer, options: Partial<NodeOptions> = {}) {
	let runs = 0;
	const type = createNodeType(function () {
		runs += 1;
		return answer.call(this);
	});
	const result = await runNode({ type, items, waitBetweenTries: 1, ...options });
	return { ...result, runs };
}

const jsonOf = (list: INodeExecutionData[]) => list.map(({ json }) => json);

const thrower: Answer = () => {
	throw new Error('broken');
};
const accepted = (item: number) => ({ json: { id: items[item]?.id }, pairedItem: { item } });
const failed = (item: number) => ({ json: { error: { code: 'refused' } }, pairedItem: { item } });

test('each test run has the engine, and the n8n-workflow, of the major it is named after', () => {
	const ofMajorOne = path.join('core-1', 'node_modules', 'n8n-workflow');

	expect(n8nMajor).toBe(Reflect.get(globalThis, 'expectedMajor'));
	expect(require.resolve('n8n-workflow').includes(ofMajorOne)).toBe(n8nMajor === 1);
});

test('hints of a node, its log lines and its output are seen', async () => {
	const { hints, logs, stored } = await runAnswer(function () {
		this.addExecutionHints({ message: '2 sent', location: 'outputPane' });
		this.logger.debug('Sending', { batch: 'first' });
		return [[{ json: { sent: 2 } }]];
	});

	expect(hints).toEqual([{ message: '2 sent', location: 'outputPane' }]);
	expect(logs.filter((line) => line.includes('Sending'))).toEqual([
		expect.stringContaining('first'),
	]);
	expect(stored).toContain('"sent":2');
});

test('a cancelled execution shows how long a node goes on that does not listen', async () => {
	const type = createNodeType(async () => {
		await new Promise((resolve) => setTimeout(resolve, 400));
		return [[]];
	});
	const { record } = await runNode({ type, items, cancelAfter: 20 });

	expect(record.status).toBe('canceled');
	expect(record.millisecondsAfterCancel).toBeGreaterThan(300);
});

test.each(['memory', 'filesystem'] as const)('binary data is kept in %s', async (binaryMode) => {
	const files = {
		data: { content: Buffer.from('text'), fileName: 'a.txt', mimeType: 'text/plain' },
	};
	const { success } = await runNode({
		type: createNodeType(function () {
			return [[{ json: { id: this.helpers.assertBinaryData(0, 'data').id ?? null } }]];
		}),
		inputItems: [{ json: {}, files }],
		binaryMode,
	});

	const id = binaryMode === 'memory' ? null : expect.stringMatching(/^filesystem-v2:/);
	expect(jsonOf(success)).toEqual([{ id }]);
});

test('a node that throws has every input item passed off as a success on its first output', async () => {
	const result = await runAnswer(thrower, { onError: 'continueErrorOutput' });

	expect(jsonOf(result.success)).toEqual(items);
	expect(result.errorBranch).toEqual([]);
	expect(result.error?.message).toBe('broken');
});

test('an item with an error goes to the error branch, where its input is merged into it', async () => {
	const answer: Answer = () => [[accepted(0), failed(1)]];
	const result = await runAnswer(answer, { onError: 'continueErrorOutput' });

	expect(jsonOf(result.success)).toEqual([{ id: 'a' }]);
	expect(jsonOf(result.errorBranch)).toEqual([{ id: 'b', error: { code: 'refused' } }]);
});

test.each<[string, Answer, number]>([
	['when it throws', thrower, 3],
	['when the first item has an error', () => [[failed(0), accepted(1)]], 3],
	['never when only a later item has one', () => [[accepted(0), failed(1)]], 1],
])('Retry On Fail runs the node again with all items %s', async (_case, answer, runs) => {
	for (const onError of ['continueErrorOutput', 'continueRegularOutput'] as const) {
		const result = await runAnswer(answer, { onError, retryOnFail: true, maxTries: 3 });
		expect(result.runs).toBe(runs);
	}
});
