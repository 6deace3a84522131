import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { answersDuring, headsOfNeighbours, meetNeighbours } from '../../../bench/neighbour';
import { collections } from '../../../bench/duels';
import { collectionsOf, watchCollections } from '../../../bench/nodes/collections';
import type { Outcome, Stage } from '../../../bench/stage';
import { contender } from './fake-host';

const now = () => performance.timeOrigin + performance.now();

/**
 * A stage whose contenders work for 60 ms. A knock takes 10 ms, none while a contender works, 30 ms
 * while `slow` does, 200 ms in the first run of `cold`, and is refused while `refused` works.
 */
function fakeStage(): Stage {
	let delay = 10;
	let runs = 0;
	let refuses = false;
	return {
		run: async ({ name }) => {
			const before = now();
			await wait(20);
			const startedAt = now();
			runs += 1;
			const isCold = name === 'cold' && runs === 1;
			delay = isCold ? 200 : name === 'slow' ? 30 : 0;
			refuses = name === 'refused';
			await wait(60);
			delay = 10;
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
	collections: [],
	items: 0,
	linked: 0,
	recoverySeconds: 0,
	arrivals: { requests: 0, bytes: 0, milliseconds: 0 },
};

const pace = { enough: 3, interval: 5, retry: 5 };

test('a webhook is timed beside nothing and beside each work, from its begin to its end', async () => {
	const neighbours = [
		{ contender: contender('quick'), items: 10 },
		{ contender: contender('slow'), items: 10 },
	];
	const figures = await meetNeighbours(fakeStage(), neighbours, pace);
	const heads = headsOfNeighbours({ work: 'beside', neighbours });

	expect(heads.map(({ contender: name, quantity }) => [name, quantity])).toEqual([
		['nothing', 'answer, 99 %'],
		...['quick', 'slow'].flatMap((name) => [
			[name, 'answer, 99 %'],
			[name, 'answer between collections, 99 %'],
			[name, 'answers in collections'],
		]),
	]);
	expect(figures).toHaveLength(heads.length);
	const [nothing, quick = NaN, , , slow = NaN, between, inCollections] = figures;
	expect(nothing).toBeGreaterThanOrEqual(9);
	expect(slow).toBeGreaterThanOrEqual(29);
	expect(slow).toBeGreaterThan(quick);
	expect([between, inCollections]).toEqual([slow, 0]);
});

test('a webhook that n8n refuses is timed until it is answered', async () => {
	const [, figure = NaN] = await meetNeighbours(
		fakeStage(),
		[{ contender: contender('refused'), items: 1 }],
		pace,
	);

	// Refused for the 60 ms of the work, in the first of which the call begins.
	expect(figure).toBeGreaterThan(40);
});

test('a work is done again until there are as many answers as are asked for', async () => {
	const stage = fakeStage();
	let runs = 0;
	const run: Stage['run'] = async (...input) => {
		runs += 1;
		return await stage.run(...input);
	};
	const neighbours = [{ contender: contender('refused'), items: 1 }];
	await meetNeighbours({ ...stage, run }, neighbours, { ...pace, enough: 5 });

	// The first does not count; each of the others gives the one answer that waited for it.
	expect(runs).toBe(1 + 5);
});

test('the first run is of a cold n8n, and does not count', async () => {
	const [, cold] = await meetNeighbours(
		fakeStage(),
		[{ contender: contender('cold'), items: 1 }],
		pace,
	);

	expect(cold).toBeLessThan(150);
});

test('a call before or after a work is no answer beside it', () => {
	const work = { startedAt: 100, endedAt: 200, collections: [] };

	expect(answersDuring({ startedAt: 90, endedAt: 95 }, work)).toEqual([]);
	expect(answersDuring({ startedAt: 210, endedAt: 240 }, work)).toEqual([]);
});

test('a call counts from when the work began until its answer, and whether a collection was under way in it', () => {
	const work = {
		startedAt: 100,
		endedAt: 200,
		collections: [{ startedAt: 150, endedAt: 160 }],
	};
	const during = (startedAt: number, endedAt: number) =>
		answersDuring({ startedAt, endedAt }, work);

	expect(during(90, 130)).toEqual([{ waited: 30, inCollection: false }]);
	expect(during(155, 158)).toEqual([{ waited: 3, inCollection: true }]);
	expect(during(140, 151)).toEqual([{ waited: 11, inCollection: true }]);
	expect(during(160, 260)).toEqual([{ waited: 100, inCollection: false }]);
});

test("a collection of the heap lasts from V8's first mark until it has swept", () => {
	const step = (kind: 'mark' | 'sweep', startedAt: number) => ({
		kind,
		startedAt,
		endedAt: startedAt + 2,
	});
	const steps = [step('sweep', 10), step('mark', 20), step('mark', 25), step('sweep', 30)];

	expect(collectionsOf([...steps, step('mark', 40)], 50)).toEqual([
		{ startedAt: 10, endedAt: 12 },
		{ startedAt: 20, endedAt: 32 },
		{ startedAt: 40, endedAt: 50 },
	]);
	expect(collectionsOf([], 50)).toEqual([]);
});

test('collections of the whole heap are counted, and those of young objects are none', () => {
	const steps = (['young', 'mark', 'young', 'sweep', 'sweep', 'young'] as const).map(
		(kind, index) => ({ kind, startedAt: index, endedAt: index + 1 }),
	);
	const run = { ...outcome, collections: collectionsOf(steps, 9) };

	expect(collections.read(run)).toBe(2);
});

test('V8 tells of a collection of its heap', async () => {
	const end = watchCollections();
	setFlagsFromString('--expose-gc');
	runInNewContext('gc()');

	expect(await end()).toEqual([{ startedAt: expect.any(Number), endedAt: expect.any(Number) }]);
});
