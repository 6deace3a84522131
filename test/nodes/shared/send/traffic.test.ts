import fc from 'fast-check';
import { newFailure } from '../../../../nodes/shared/failure';
import type { Attempt } from '../../../../nodes/shared/send/attempt';
import { Traffic } from '../../../../nodes/shared/send/traffic';
import { forAll } from '../../../support/for-all';

/** `overloaded`: a refusal for load. `other`: a refusal of the data. */
type State = 'ok' | 'overloaded' | 'other';

const attemptOf = (state: State): Attempt =>
	state === 'ok'
		? { kind: 'success', data: null, httpCode: 200 }
		: {
				kind: 'failure',
				failure: newFailure('No', { code: state === 'other' ? 'rejected' : 'rate_limited' }),
			};

const never = () => false;

function trafficOf(maxRequests: number): Traffic {
	const sleep = async () => {};
	return new Traffic({ maxRequests, giveUpAfter: Infinity, deadline: Infinity, sleep });
}

/** Requests that are sent as soon as the traffic allows. */
class Rounds {
	private readonly traffic: Traffic;

	private readonly underWay: Array<(state: State, milliseconds: number) => void> = [];

	constructor(maxRequests: number) {
		this.traffic = trafficOf(maxRequests);
		for (let count = 0; count < 300; count += 1) {
			void this.traffic.inTurn(false, never, async (request) => {
				await new Promise<void>((resolve) => {
					this.underWay.push((state, milliseconds) => {
						const times = { sentAt: 0, endedAt: milliseconds };
						this.traffic.note({ request, attempt: attemptOf(state), ...times });
						resolve();
					});
				});
			});
		}
	}

	/** Ends all requests in this way. Returns how many they were. */
	async endAll(state: State, milliseconds = 100): Promise<number> {
		await settled();
		const requests = this.underWay.splice(0);
		for (const end of requests) end(state, milliseconds);
		return requests.length;
	}

	/** Ends one request. Returns how many are under way then. */
	async end(state: State, milliseconds = 100): Promise<number> {
		await settled();
		this.underWay.shift()?.(state, milliseconds);
		await settled();
		return this.underWay.length;
	}
}

const settled = async () => await new Promise<void>((resolve) => setImmediate(resolve));

async function play(maxRequests: number, ...states: ReadonlyArray<State | number>) {
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
		expect(await play(16, 'overloaded', 'ok', 'overloaded', 'ok')).toEqual([8, 4, 4, 2]);
		expect(await play(2, 'overloaded', 'overloaded', 'ok')).toEqual([1, 1, 1]);
	});

	test('rises by one a round after load', async () => {
		expect(await play(16, 'overloaded', 'ok', 'ok', 'ok', 'ok')).toEqual([8, 4, 4, 5, 6]);
	});

	test('is one after ten failures in a row, and half of the number before after the next answer', async () => {
		const counts = [25, 1, 1, 12, 13, 14];
		expect(await play(50, 'overloaded', 'overloaded', 'ok', 'ok', 'ok', 'ok')).toEqual(counts);
		expect(await play(50, 'overloaded', 'other', 'other', 'other')).toEqual([25, 1, 12, 12]);
	});

	test('is not lowered by other failures', async () => {
		expect(await play(20, 'other', 'other', 'other')).toEqual([10, 10, 10]);
	});

	test('is at least one and at most the maximum, whatever the server answers', () => {
		const state = fc.constantFrom<State>('ok', 'ok', 'overloaded', 'other');
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

test('a retry is sent before new requests', async () => {
	const traffic = trafficOf(1);
	const order: string[] = [];
	const take = (name: string, isRetry: boolean) =>
		void traffic.inTurn(isRetry, never, async () => {
			order.push(name);
			await settled();
		});
	take('first', false);
	take('new', false);
	take('retry', true);
	await settled();
	await settled();
	await settled();
	await settled();
	expect(order).toEqual(['first', 'retry', 'new']);
});

test('a request that throws frees its place', async () => {
	const traffic = trafficOf(1);
	const broken = traffic.inTurn(false, never, async () => await Promise.reject(new Error('no')));
	await expect(broken).rejects.toThrow('no');
	expect(await traffic.inTurn(false, never, async (request) => request)).toBe(2);
});
