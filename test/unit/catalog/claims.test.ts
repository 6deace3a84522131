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
		evaluateExpression: (text: string) => (text === '{{ $runIndex }}' ? runIndex : null),
	};
	return typeof claimFor(Object(context))(key) === 'object';
}

test('in an execution, the first run that claims a store gets it; another run or another node does not', () => {
	expect(claims('a', { execution: '1' })).toBe(true);
	expect(claims('a', { execution: '1', runIndex: 1 })).toBe(false);
	expect(claims('a', { execution: '1', node: 'Other' })).toBe(false);
	expect(claims('b', { execution: '1', node: 'Other' })).toBe(true);
});

test.each<[string, Run, Run]>([
	['the same one, as Retry On Fail runs it', { execution: '2' }, { execution: '2' }],
	['in executions that do not know of each other', { execution: '3' }, { execution: '4' }],
	['without an ID of the execution', { execution: '' }, { execution: '', node: 'Other' }],
	['of different callers', { caller: '5', execution: '6' }, { caller: '7', execution: '8' }],
	['without a caller', { execution: '9', tellsCaller: false }, { execution: '10' }],
])('two runs may claim one store: %s', (_, first, second) => {
	expect([claims('a', first), claims('a', second)]).toEqual([true, true]);
});

describe('in the sub-workflows of one execution', () => {
	test('of several calls, the first one gets the store', () => {
		expect(claims('a', { caller: 'c-1', execution: '11' })).toBe(true);
		expect(claims('a', { caller: 'c-1', execution: '12' })).toBe(false);
		expect(claims('b', { caller: 'c-1', execution: '12' })).toBe(true);
		expect(claims('a', { caller: 'c-1', execution: '11' })).toBe(true);
	});

	test('the caller cannot claim what a call has, nor a call what the caller has', () => {
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
