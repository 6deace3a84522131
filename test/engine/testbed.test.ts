import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createNodeType, n8nMajor, runNode } from './support';

/** A node that answers with what the function makes of its input, counting how often it runs. */
function countingNode(answer: (this: IExecuteFunctions, runs: number) => INodeExecutionData[][]) {
	const counter = { runs: 0 };
	const type = createNodeType(function () {
		counter.runs += 1;
		return answer.call(this, counter.runs);
	});
	return { type, counter };
}

const items = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

test('the engine runs a node on the items it is given', async () => {
	const { type } = countingNode(function () {
		return [this.getInputData().map((item, index) => ({ ...item, pairedItem: { item: index } }))];
	});
	const result = await runNode({ type, items });
	expect(result.success.map(({ json }) => json)).toEqual(items);
	expect(result.record.status).toBe('success');
	expect([1, 2]).toContain(n8nMajor);
});
