import fc from 'fast-check';
import { Concurrency, type ServerState } from '../../../nodes/shared/send/concurrency';
import { forAll } from '../support/for-all';

/** Requests that take each free place. */
class Rounds {
	private readonly concurrency: Concurrency;

	private readonly taken: number[] = [];

	constructor(maxRequests: number) {
		this.concurrency = new Concurrency(maxRequests);
		for (let request = 0; request < 1000; request += 1) {
			void this.concurrency.takePlace(false).then((number) => this.taken.push(number));
		}
	}

	/** Ends all requests in this way. Returns how many they were. */
	async endAll(state: ServerState, milliseconds = 100): Promise<number> {
		await settled();
		const requests = this.taken.splice(0);
		for (const request of requests) this.concurrency.leavePlace(request, state, milliseconds);
		return requests.length;
	}

	/** Ends one request. Returns how many are under way then. */
	async end(state: ServerState, milliseconds = 100): Promise<number> {
		await settled();
		this.concurrency.leavePlace(this.taken.shift() ?? 0, state, milliseconds);
		await settled();
		return this.taken.length;
	}
}

const settled = async () => await new Promise<void>((resolve) => setImmediate(resolve));

async function play(maxRequests: number, ...states: ReadonlyArray<ServerState | number>) {
	const rounds = new Rounds(maxRequests);
	const counts: number[] = [];
	for (const state of states) {
		const [what, milliseconds] = typeof state === 'number' ? (['ok', state] as const) : [state];
		counts.push(await rounds.endAll(what, milliseconds));
	}
	return counts;
}

describe('the number of requests under way', () => {
	test.each([
		[1, 1],
		[5, 3],
		[50, 25],
		[100, 50],
	])('begins with half of %i: %i', async (maxRequests, first) => {
		expect(await play(maxRequests, 'ok')).toEqual([first]);
	});

	test('rises by one for each success, up to the maximum', async () => {
		expect(await play(50, 'ok', 'ok', 'ok')).toEqual([25, 50, 50]);
		expect(await new Rounds(50).end('ok')).toBe(26);
	});

	test('stays if the answer is slower than twice the fastest one and 50 ms', async () => {
		expect(await play(50, 500, 1051, 1051, 1050, 100)).toEqual([25, 50, 50, 50, 50]);
		const rounds = new Rounds(50);
		expect(await rounds.end('ok', 100)).toBe(26);
		expect(await rounds.end('ok', 251)).toBe(26);
		expect(await rounds.end('ok', 250)).toBe(27);
	});

	test('is halved by load, once for all requests that were under way, and to one at least', async () => {
		const load = Array.from({ length: 7 }, () => 'overloaded' as const);
		expect(await play(50, ...load)).toEqual([25, 12, 6, 3, 1, 1, 1]);
	});

	test('rises by one a round after load', async () => {
		expect(await play(32, 'overloaded', 'ok', 'ok', 'ok', 'ok')).toEqual([16, 8, 8, 9, 10]);
	});

	test('is not lowered by other failures', async () => {
		expect(await play(20, 'other', 'other', 'other')).toEqual([10, 10, 10]);
	});

	test('is at least one and at most the maximum, whatever the server answers', () => {
		const state = fc.constantFrom<ServerState>('ok', 'ok', 'overloaded', 'other');
		const replies = fc.array(fc.tuple(state, fc.nat(1000)), { minLength: 1, maxLength: 60 });
		return forAll([fc.integer({ min: 1, max: 60 }), replies], async (maxRequests, all) => {
			const rounds = new Rounds(maxRequests);
			for (const [what, milliseconds] of all) {
				const underWay = await rounds.end(what, milliseconds);
				expect(underWay).toBeGreaterThanOrEqual(1);
				expect(underWay).toBeLessThanOrEqual(maxRequests);
			}
		});
	});
});

test('a retry gets a place before new requests', async () => {
	const concurrency = new Concurrency(1);
	const order: string[] = [];
	const take = (name: string, isRetry: boolean) =>
		void concurrency.takePlace(isRetry).then(() => order.push(name));
	take('first', false);
	take('new', false);
	take('retry', true);
	for (const request of [1, 2]) {
		await settled();
		concurrency.leavePlace(request, 'other', 1);
	}
	await settled();
	expect(order).toEqual(['first', 'retry', 'new']);
});
