import path from 'node:path';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createNodeType, n8nMajor, runNode, type NodeOptions } from './support';

/** What the nodes are built around: n8n's own traps. */

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
