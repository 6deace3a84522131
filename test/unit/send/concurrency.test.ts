import { setImmediate as oneTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { Concurrency } from '../../../nodes/shared/send/concurrency';
import { forAll } from '../support/for-all';

/**
 * Sends so many requests until each is taken; a refused one is sent again. One step moves all that are under way.
 * @param server takes `capacity` requests at once, refuses others, and answers after `delay` steps
 */
async function play(
	requests: number,
	maxRequests: number,
	server: { readonly capacity: number; readonly delay: number },
) {
	const concurrency = new Concurrency(maxRequests);
	const underWay = new Map<number, { left: number; isTaken: boolean }>();
	let open = requests;
	let attempts = 0;
	let most = 0;
	const begin = () => {
		void concurrency.enter().then((request) => {
			attempts += 1;
			const taken = [...underWay.values()].filter(({ isTaken }) => isTaken).length;
			underWay.set(request, { left: server.delay, isTaken: taken < server.capacity });
			most = Math.max(most, underWay.size);
		});
	};
	for (let request = 0; request < requests; request += 1) begin();
	let steps = 0;
	for (; open > 0 && steps < 100_000; steps += 1) {
		await oneTurn();
		if (underWay.size === 0) throw new Error('Requests wait, and none is under way');
		for (const [request, state] of [...underWay]) {
			state.left -= 1;
			if (state.left > 0) continue;
			underWay.delete(request);
			concurrency.leave(request, state.isTaken ? 'success' : 'trouble');
			if (state.isTaken) open -= 1;
			else begin();
		}
	}
	return { steps, most, attempts };
}

describe('how many requests are under way', () => {
	test('is halved by trouble, once for all requests that had begun before, and to one at least', async () => {
		const concurrency = new Concurrency(50);
		const begun: number[] = [];
		const begin = () => void concurrency.enter().then((request) => begun.push(request));
		const numbers: number[] = [];
		for (let count = 0; count < 20; count += 1) begin();
		for (let round = 0; round < 5; round += 1) {
			await oneTurn();
			numbers.push(begun.length);
			for (const request of begun.splice(0)) {
				concurrency.leave(request, 'trouble');
				begin();
			}
		}
		expect(numbers).toEqual([10, 5, 2, 1, 1]);
	});

	test('never exceeds the maximum, starves nobody, and is not much slower than the best fixed number', async () => {
		let slower = 0;
		const setting = fc.record({
			requests: fc.integer({ min: 1, max: 400 }),
			maxRequests: fc.integer({ min: 1, max: 60 }),
			capacity: fc.integer({ min: 1, max: 60 }),
			delay: fc.integer({ min: 1, max: 5 }),
		});
		await forAll([setting], 300, async ({ requests, maxRequests, capacity, delay }) => {
			const { steps, most } = await play(requests, maxRequests, { capacity, delay });
			expect(most).toBeLessThanOrEqual(maxRequests);
			// What the best fixed number needs, and the round trips in which the number is found out.
			const best = Math.ceil(requests / Math.min(maxRequests, capacity)) * delay;
			expect(steps).toBeLessThanOrEqual(2 * best + 8 * delay);
			slower = Math.max(slower, steps / best);
		});
		expect(slower).toBeGreaterThan(1);
	});

	test('finds the limit of a server without refusing one request in ten', async () => {
		const { attempts } = await play(500, 50, { capacity: 8, delay: 3 });
		expect(attempts / 500).toBeLessThan(1.1);
	});
});
