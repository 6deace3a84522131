import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Duel, fightRound, headsOfDuels, recovery, time } from '../../../bench/duels';
import { openRoundStore } from '../../../bench/round-store';
import { measureRounds } from '../../../bench/rounds';
import type { Series } from '../../../bench/series';
import { type Stage, runner } from '../../../bench/stage';
import type { Contender } from '../../../bench/contender';
import { FakeHost, contender } from './fake-host';

const folder = mkdtempSync(join(tmpdir(), 'kainic-rounds-'));

afterAll(() => rmSync(folder, { recursive: true }));

const light = contender('light');
const heavy = contender('heavy');

const duelOf = (items: number, contenders: readonly Contender[]): Duel => ({
	work: 'work',
	items,
	file: '',
	contenders,
	turns: 2,
	dryRuns: 1,
	withoutDryRuns: [],
	warmUps: 0,
	heap: 'as it is',
	gauges: [time, recovery],
});

const duels = [duelOf(10, [light, heavy]), duelOf(20, [light])];

interface Bench {
	/** The round in which the process dies; it finishes none after it. */
	diesIn?: number;
	name: string;
	rounds?: number;
}

async function bench({
	name,
	rounds = 3,
	diesIn,
}: Bench): Promise<{ series: Series[]; measured: number[] }> {
	const store = openRoundStore(join(folder, name));
	const measured: number[] = [];
	const series = await measureRounds(
		'part',
		headsOfDuels(duels),
		{ store, rounds, report: () => {} },
		async () => ({
			measure: async (round) => {
				measured.push(round);
				const host = new FakeHost(round);
				const run = runner(host, host.clock, host.sink);
				const [first, second] = duels;
				if (round === diesIn && first !== undefined) {
					await fightRound({ run }, [first]);
					throw new Error('killed');
				}
				return await fightRound({ run }, second === undefined ? [] : duels);
			},
			close: async () => {},
		}),
	);
	return { series, measured };
}

test('a bench that was killed in the middle of a round ends with the series of one that was not', async () => {
	const whole = await bench({ name: 'whole' });
	await expect(bench({ name: 'cut', diesIn: 2 })).rejects.toThrow('killed');
	const resumed = await bench({ name: 'cut' });

	expect(resumed.measured).toEqual([2, 3]);
	expect(resumed.series).toEqual(whole.series);
	expect(whole.series.map(({ contender: name, quantity }) => `${name} ${quantity}`)).toEqual([
		...['light time', 'light recovery', 'heavy time', 'heavy recovery'],
		...['light time', 'light recovery'],
	]);
});

test('what is kept is not measured again, and nothing is opened for it', async () => {
	const first = await bench({ name: 'again' });
	const second = await bench({ name: 'again' });

	expect([first.measured, second.measured]).toEqual([[1, 2, 3], []]);
	expect(second.series).toEqual(first.series);
});

test('other rounds, other series and a round that is no list of figures are measured anew', async () => {
	await bench({ name: 'other', rounds: 2 });
	expect((await bench({ name: 'other', rounds: 3 })).measured).toEqual([1, 2, 3]);

	const store = openRoundStore(join(folder, 'figures'));
	store.keep('part', 2, 1, [1, 2]);
	store.keep('part', 2, 2, [3, Number.NaN]);
	expect(store.finished('part', 2, 2)).toEqual([[1, 2]]);
	expect(store.finished('part', 2, 3)).toEqual([]);
	expect(store.finished('another', 2, 2)).toEqual([]);
});

test('--fresh leaves nothing', async () => {
	const store = openRoundStore(join(folder, 'fresh'));
	store.keep('part', 1, 1, [1]);
	expect(readdirSync(join(folder, 'fresh'))).toEqual(['part, round 1 of 1.json']);
	store.forget();
	expect(store.finished('part', 1, 1)).toEqual([]);
});

test('each run that counts comes after its dry runs, but for whom a run takes minutes', async () => {
	const host = new FakeHost();
	const runs: string[] = [];
	const run: Stage['run'] = async (who, input) => {
		runs.push(who.name);
		return await runner(host, host.clock, host.sink)(who, input);
	};
	const duel = { ...duelOf(10, [light, heavy]), dryRuns: 2, withoutDryRuns: [heavy] };
	await fightRound({ run }, [duel]);

	const turn = ['light', 'light', 'light', 'heavy'];
	expect(runs).toEqual([...turn, ...turn]);
});
