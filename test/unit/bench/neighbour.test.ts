import { setTimeout as wait } from 'node:timers/promises';
import { headsOfNeighbours, meetNeighbours } from '../../../bench/neighbour';
import type { Outcome, Stage } from '../../../bench/stage';
import { contender } from './fake-host';

const now = () => performance.timeOrigin + performance.now();

/**
 * A stage whose contenders work for 60 ms; a knock takes 30 ms while `slow` works, and is refused
 * while `refused` does.
 */
function fakeStage(): Stage {
	let delay = 0;
	let refuses = false;
	return {
		run: async ({ name }) => {
			const before = now();
			await wait(20);
			const startedAt = now();
			delay = name === 'slow' ? 30 : 0;
			refuses = name === 'refused';
			await wait(60);
			delay = 0;
			refuses = false;
			return { ...outcome, startedAt, endedAt: now(), milliseconds: before };
		},
		knock: async () => {
			await wait(delay);
			return !refuses;
		},
		close: async () => {},
	};
}

const outcome: Outcome = {
	milliseconds: 0,
	cpuMilliseconds: 0,
	keptMegabytes: 0,
	residentMegabytes: 0,
	longestBlock: 0,
	block99: 0,
	startedAt: 0,
	endedAt: 0,
	items: 0,
	linked: 0,
	recoverySeconds: 0,
	arrivals: { requests: 0, bytes: 0, milliseconds: 0 },
};

test('a webhook is timed beside each work, from its begin to its end', async () => {
	const neighbours = [
		{ contender: contender('quick'), items: 10 },
		{ contender: contender('slow'), items: 10 },
	];
	const [quick = NaN, slow = NaN] = await meetNeighbours(fakeStage(), neighbours);

	expect(slow).toBeGreaterThanOrEqual(29);
	expect(slow).toBeGreaterThan(quick);
	expect(
		headsOfNeighbours(neighbours).map(({ contender: name, quantity }) => [name, quantity]),
	).toEqual([
		['quick', 'answer, 99 %'],
		['slow', 'answer, 99 %'],
	]);
});

test('a webhook that n8n refuses is timed until it is answered', async () => {
	const [figure = NaN] = await meetNeighbours(fakeStage(), [
		{ contender: contender('refused'), items: 1 },
	]);

	// Refused for the 60 ms of the work, in the first of which the call begins.
	expect(figure).toBeGreaterThan(40);
});
