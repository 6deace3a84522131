import { createEarlierRuns } from '../../../nodes/shared/n8n/earlier-runs';

interface Run {
	readonly execution: string;
	/** What n8n keeps for the execution. */
	readonly flow?: Record<string, unknown>;
	readonly caller?: string;
	readonly mode?: 'trigger' | 'retry';
	readonly node?: string;
	readonly runIndex?: number;
}

/** What a run of a node sees of n8n. */
function runOf({
	execution,
	flow = {},
	caller,
	mode = 'trigger',
	node = 'Node',
	runIndex = 0,
}: Run) {
	const context = {
		getContext: () => flow,
		getNode: () => ({ name: node }),
		getExecutionId: () => execution,
		getMode: () => mode,
		getExecutionContext: () => (caller === undefined ? undefined : { parentExecutionId: caller }),
		evaluateExpression: () => runIndex,
	};
	return createEarlierRuns(Object(context));
}

describe('in one execution', () => {
	test('the first run has a key; another run of the node, or another node, has not', () => {
		const flow = {};
		expect(runOf({ execution: '1', flow }).claim('a')).toBe(true);
		expect(runOf({ execution: '1', flow, runIndex: 1 }).claim('a')).toBe(false);
		expect(runOf({ execution: '1', flow, node: 'Other' }).claim('a')).toBe(false);
		expect(runOf({ execution: '1', flow, node: 'Other' }).claim('b')).toBe(true);
	});

	test('the same run may claim it again, as Retry On Fail does, also after n8n stored the execution', () => {
		const flow = {};
		expect(runOf({ execution: '2', flow }).claim('a')).toBe(true);
		expect(runOf({ execution: '2', flow }).claim('a')).toBe(true);
		const stored = JSON.parse(JSON.stringify(flow));
		expect(runOf({ execution: '3', flow: stored }).claim('a')).toBe(true);
		expect(runOf({ execution: '3', flow: stored, runIndex: 1 }).claim('a')).toBe(false);
	});

	test('a release of n8n that does not tell the caller is no obstacle', () => {
		const context = Object({
			getContext: () => ({}),
			getNode: () => ({ name: 'Node' }),
			getExecutionId: () => '4',
			getMode: () => 'trigger',
			evaluateExpression: () => 0,
		});
		expect(createEarlierRuns(context).claim('a')).toBe(true);
	});

	test('executions do not know of each other', () => {
		expect(runOf({ execution: '5' }).claim('a')).toBe(true);
		expect(runOf({ execution: '6' }).claim('a')).toBe(true);
	});

	test('an execution without an ID shares nothing', () => {
		expect(runOf({ execution: '' }).claim('a')).toBe(true);
		expect(runOf({ execution: '', node: 'Other' }).claim('a')).toBe(true);
	});
});

describe('in the sub-workflows of one execution', () => {
	test('one call has a key, and the others have not', () => {
		expect(runOf({ caller: 'c-1', execution: '11' }).claim('a')).toBe(true);
		expect(runOf({ caller: 'c-1', execution: '12' }).claim('a')).toBe(false);
		expect(runOf({ caller: 'c-1', execution: '12' }).claim('b')).toBe(true);
		expect(runOf({ caller: 'c-1', execution: '11' }).claim('a')).toBe(true);
	});

	test('the caller has no key that a call has, and a call none that the caller has', () => {
		expect(runOf({ execution: 'c-5' }).claim('a')).toBe(true);
		expect(runOf({ caller: 'c-5', execution: '61' }).claim('a')).toBe(false);
		expect(runOf({ caller: 'c-5', execution: '62' }).claim('b')).toBe(true);
		expect(runOf({ execution: 'c-5' }).claim('b')).toBe(false);
	});

	test('a call that was refused a key leaves it to none of its own calls', () => {
		expect(runOf({ execution: 'c-6' }).claim('a')).toBe(true);
		expect(runOf({ caller: 'c-6', execution: '71' }).claim('a')).toBe(false);
		expect(runOf({ caller: '71', execution: '72' }).claim('a')).toBe(false);
	});

	test('a call that somebody runs once more may claim it', () => {
		expect(runOf({ caller: 'c-4', execution: '51' }).claim('a')).toBe(true);
		expect(runOf({ caller: 'c-4', execution: '52', mode: 'retry' }).claim('a')).toBe(true);
		expect(runOf({ caller: 'c-4', execution: '53' }).claim('a')).toBe(false);
	});

	test('those of another execution may claim it', () => {
		expect(runOf({ caller: 'c-2', execution: '21' }).claim('a')).toBe(true);
		expect(runOf({ caller: 'c-3', execution: '31' }).claim('a')).toBe(true);
	});

	test('a caller is remembered however many calls it makes', () => {
		expect(runOf({ caller: 'c-7', execution: 'first' }).claim('a')).toBe(true);
		for (let count = 0; count < 1100; count++) {
			runOf({ caller: 'c-7', execution: `call-${count}` }).claim(`store-${count}`);
		}
		expect(runOf({ caller: 'c-7', execution: 'last' }).claim('a')).toBe(false);
	});

	test('a thousand executions are remembered, the oldest are forgotten', () => {
		runOf({ execution: 'old' }).claim('a');
		for (let count = 0; count < 999; count++) runOf({ execution: `many-${count}` }).claim('a');
		expect(runOf({ execution: 'many-0', node: 'Other' }).claim('a')).toBe(false);
		runOf({ execution: 'last' }).claim('a');
		expect(runOf({ execution: 'old', node: 'Other' }).claim('a')).toBe(true);
	});
});
