import { stringify } from 'flatted';
import { decodeExecution, nodeHints, outputItems } from '../../../harness/executions';

const item = (n: number) => ({ json: { n } });
const runData = {
	Event: [
		{ data: { main: [[item(1)], [item(2)]] }, hints: [{ message: '1 event' }] },
		{ data: { main: [[item(3)], null] } },
	],
};

describe('a stored execution', () => {
	const execution = decodeExecution('7', 'success', stringify({ resultData: { runData } }));

	it('gives the items of each output over all runs of a node', () => {
		expect(outputItems(execution, 'Event').map(({ json }) => json['n'])).toEqual([1, 3]);
		expect(outputItems(execution, 'Event', 1).map(({ json }) => json['n'])).toEqual([2]);
	});

	it('gives nothing of a node that did not run', () => {
		expect(outputItems(execution, 'Other')).toEqual([]);
	});

	it('gives the hints', () => {
		expect(nodeHints(execution, 'Event')).toEqual(['1 event']);
	});

	it('says with which message the workflow failed', () => {
		const stored = stringify({ resultData: { error: { message: 'Kainic refused' } } });
		expect(decodeExecution('8', 'error', stored).errorMessage).toBe('Kainic refused');
		expect(execution).not.toHaveProperty('errorMessage');
	});

	it('may have no run data at all, as after a crash', () => {
		expect(outputItems(decodeExecution('9', 'crashed', null), 'Event')).toEqual([]);
	});
});
