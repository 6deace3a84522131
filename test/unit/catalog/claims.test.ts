import { claimFor } from '../../../nodes/KainicCatalog/full-sync';

interface Run {
	readonly execution: string;
	readonly caller?: string;
	readonly mode?: 'trigger' | 'retry';
	readonly node?: string;
	readonly runIndex?: number;
	/** False for an older release of n8n. */
	readonly tellsCaller?: boolean;
}

/** Whether a run of a node may claim a key. */
function claims(
	key: string,
	{ execution, caller, mode = 'trigger', node = 'Node', runIndex = 0, tellsCaller = true }: Run,
): boolean {
	const context = {
		getNode: () => ({ name: node }),
		getExecutionId: () => execution,
		getMode: () => mode,
		...(tellsCaller && { getExecutionContext: () => caller && { parentExecutionId: caller } }),
		evaluateExpression: () => runIndex,
	};
	return typeof claimFor(Object(context))(key) === 'object';
}

describe('in one execution', () => {
	test('the first run has a key; another run of the node, or another node, has not', () => {
		expect(claims('a', { execution: '1' })).toBe(true);
		expect(claims('a', { execution: '1', runIndex: 1 })).toBe(false);
		expect(claims('a', { execution: '1', node: 'Other' })).toBe(false);
		expect(claims('b', { execution: '1', node: 'Other' })).toBe(true);
	});

	test('the same run may claim it again, as Retry On Fail does', () => {
		expect(claims('a', { execution: '2' })).toBe(true);
		expect(claims('a', { execution: '2' })).toBe(true);
	});

	test('a release of n8n that does not tell the caller is no obstacle', () => {
		expect(claims('a', { execution: '4', tellsCaller: false })).toBe(true);
	});

	test('executions do not know of each other', () => {
		expect(claims('a', { execution: '5' })).toBe(true);
		expect(claims('a', { execution: '6' })).toBe(true);
	});

	test('an execution without an ID shares nothing', () => {
		expect(claims('a', { execution: '' })).toBe(true);
		expect(claims('a', { execution: '', node: 'Other' })).toBe(true);
	});
});

describe('in the sub-workflows of one execution', () => {
	test('one call has a key, and the others have not', () => {
		expect(claims('a', { caller: 'c-1', execution: '11' })).toBe(true);
		expect(claims('a', { caller: 'c-1', execution: '12' })).toBe(false);
		expect(claims('b', { caller: 'c-1', execution: '12' })).toBe(true);
		expect(claims('a', { caller: 'c-1', execution: '11' })).toBe(true);
	});

	test('the caller has no key that a call has, and a call none that the caller has', () => {
		expect(claims('a', { execution: 'c-5' })).toBe(true);
		expect(claims('a', { caller: 'c-5', execution: '61' })).toBe(false);
		expect(claims('b', { caller: 'c-5', execution: '62' })).toBe(true);
		expect(claims('b', { execution: 'c-5' })).toBe(false);
	});

	test('a call that somebody runs once more may claim it', () => {
		expect(claims('a', { caller: 'c-4', execution: '51' })).toBe(true);
		expect(claims('a', { caller: 'c-4', execution: '52', mode: 'retry' })).toBe(true);
		expect(claims('a', { caller: 'c-4', execution: '53' })).toBe(false);
	});

	test('those of another execution may claim it', () => {
		expect(claims('a', { caller: 'c-2', execution: '21' })).toBe(true);
		expect(claims('a', { caller: 'c-3', execution: '31' })).toBe(true);
	});
});

test('a thousand executions are remembered, and the least recently used are not', () => {
	claims('a', { execution: 'old' });
	claims('a', { caller: 'busy', execution: 'first call' });
	for (let count = 0; count < 998; count++) claims('a', { execution: `many-${count}` });
	expect(claims('a', { caller: 'busy', execution: 'second call' })).toBe(false);
	expect(claims('a', { execution: 'many-0', node: 'Other' })).toBe(false);
	claims('a', { execution: 'last' });
	expect(claims('a', { execution: 'old', node: 'Other' })).toBe(true);
	expect(claims('a', { caller: 'busy', execution: 'third call' })).toBe(false);
});
