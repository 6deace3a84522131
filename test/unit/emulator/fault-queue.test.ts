import type { Fault } from '../../../emulator';
import { FaultQueue } from '../../../emulator/faults/queue';
import type { EndpointName } from '../../../emulator';

function queueOf(faults: Fault[], random = () => 0): FaultQueue {
	const queue = new FaultQueue(random);
	for (const fault of faults) queue.inject(fault);
	return queue;
}

function take(
	queue: FaultQueue,
	times: number,
	endpoint: EndpointName | null = 'events',
): unknown[] {
	return Array.from({ length: times }, () => queue.take(endpoint)?.kind);
}

describe('the faults that wait', () => {
	it('take one request each, in their order', () => {
		const queue = queueOf([{ kind: 'truncate' }, { kind: 'gzip' }]);
		expect(take(queue, 3)).toEqual(['truncate', 'gzip', undefined]);
		expect(queue.waiting).toEqual([]);
	});

	it('take requests until they are cleared', () => {
		const queue = queueOf([{ kind: 'truncate', count: 'always' }]);
		expect(new Set(take(queue, 100))).toEqual(new Set(['truncate']));
		queue.clear();
		expect(take(queue, 1)).toEqual([undefined]);
	});

	it('let requests pass first, those that another fault takes included', () => {
		const queue = queueOf([
			{ kind: 'truncate', after: 2 },
			{ kind: 'gzip', after: 1 },
		]);
		expect(take(queue, 4)).toEqual([undefined, 'gzip', 'truncate', undefined]);
	});

	it('take only requests to their endpoint', () => {
		const queue = queueOf([{ kind: 'truncate', endpoint: 'predict', after: 1 }]);
		expect(take(queue, 5, 'events')).toEqual(Array(5).fill(undefined));
		expect(take(queue, 1, null)).toEqual([undefined]);
		expect(take(queue, 2, 'predict')).toEqual([undefined, 'truncate']);
	});

	it('strike with their chance, and are not used up where they do not', () => {
		const draws = [0.1, 0.5, 0.3, 0.19];
		const queue = queueOf(
			[{ kind: 'truncate', probability: 0.2, count: 2 }],
			() => draws.shift() ?? 1,
		);
		expect(take(queue, 4)).toEqual(['truncate', undefined, undefined, 'truncate']);
		expect(queue.waiting).toEqual([]);
	});

	it('tell what is left of them', () => {
		const queue = queueOf([{ kind: 'truncate', count: 3, after: 1 }]);
		take(queue, 2);
		expect(queue.waiting).toMatchObject([{ skip: 0, left: 2, taken: 1 }]);
	});
});
