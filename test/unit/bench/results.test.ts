import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as babel from 'prettier/plugins/babel';
import * as estree from 'prettier/plugins/estree';
import { check } from 'prettier/standalone';
import { atLeast, atMost, resultsOf, type Measured } from '../../../bench/report/results';
import { resultsText } from '../../../bench/report/results-text';
import { describeMachine } from '../../../bench/report/machine';
import { kept, times } from './sample';

const machine = {
	cores: 2,
	processor: 'Example 9000',
	memoryGigabytes: 8.2,
	system: 'linux 6.1.0',
	node: 'v24.4.1',
	n8n: '2.41.1',
	package: '0.1.0',
};

const cost = {
	name: 'n8n-nodes-kainic',
	version: '0.1.0',
	nodes: 4,
	loadMilliseconds: { median: 40.123456, lowest: 39, highest: 44.98765 },
	packedKilobytes: 51.2345,
	unpackedKilobytes: 198.7654,
	installedKilobytes: 198.7654,
};

function measured(change: Partial<Measured>): Measured {
	const nothing = { goals: [], series: [], packages: [] };
	return { taken: '2026-01-02T03:04:05.000Z', machine, rounds: 3, ...nothing, ...change };
}

describe('a goal', () => {
	test.each([
		['at most, below', atMost('g', 1, 2, 'ms'), true],
		['at most, exactly', atMost('g', 2, 2, 'ms'), true],
		['at most, above by less than is shown', atMost('g', 2.00001, 2, 'ms'), false],
		['at least, above', atLeast('g', 3, 2, 'ms'), true],
		['at least, exactly', atLeast('g', 2, 2, 'ms'), true],
		['at least, below by less than is shown', atLeast('g', 1.99999, 2, 'ms'), false],
		['at most, no number', atMost('g', NaN, 2, 'ms'), false],
		['at least, no number', atLeast('g', NaN, 2, 'ms'), false],
	])('%s', (_what, goal, met) => {
		expect(goal.met).toBe(met);
	});

	test('has five keys, and its value to four digits', () => {
		const goal = atMost('time', 1.234567, 1.5, 'ms');
		expect(goal).toEqual({ name: 'time', value: 1.235, goal: 1.5, unit: 'ms', met: true });
	});
});

describe('the results', () => {
	test('have median, lowest and highest of each series beside its rounds, to four digits', () => {
		const { series } = resultsOf(measured({ series: [times('a', [12.34567, 1, 100.04])] }));
		expect(series).toEqual([
			{
				...times('a', [12.35, 1, 100]),
				median: 12.35,
				lowest: 1,
				highest: 100,
			},
		]);
	});

	test('have the costs of the packages to four digits', () => {
		expect(resultsOf(measured({ packages: [cost] })).packages).toEqual([
			{
				...cost,
				loadMilliseconds: { median: 40.12, lowest: 39, highest: 44.99 },
				packedKilobytes: 51.23,
				unpackedKilobytes: 198.8,
				installedKilobytes: 198.8,
			},
		]);
	});
});

describe('the text of the results', () => {
	const rounds = (length: number) => Array.from({ length }, (_none, index) => index * 1.37 - 2);
	const lengths = [1, 2, 13, 14, 15, 16, 17, 18, 30, 60];
	/** With 28 of them, the line is as long as a line may be. */
	const ones = [27, 28, 29].map((length) => kept('a', Array<number>(length).fill(1)));

	test.each([
		['empty', measured({})],
		['full', measured({ series: [kept('a', rounds(9))], packages: [cost, cost] })],
		['with goals', measured({ goals: [atMost('a [1,\n2]', 1, 2, 'ms')] })],
		['of any number of rounds', measured({ series: lengths.map((n) => kept('a', rounds(n))) })],
		['of lines just long enough', measured({ series: ones })],
	])('%s, says all and is laid out as this repository wants it', async (_what, seen) => {
		const results = resultsOf(seen);
		const text = resultsText(results);
		const style = JSON.parse(readFileSync(join(__dirname, '../../../.prettierrc.json'), 'utf8'));
		const plugins = [babel, estree];
		expect(JSON.parse(text)).toEqual(results);
		expect(await check(text, { ...style, parser: 'json', plugins })).toBe(true);
	});

	test('has the rounds of a series in one line where they fit', () => {
		const text = resultsText(resultsOf(measured({ series: [times('a', [1, 2.5, 3])] })));
		expect(text).toContain('\n\t\t\t"rounds": [1, 2.5, 3]\n');
	});
});

test('a machine is described by what makes it fast or slow, and by the versions', () => {
	const seen = describeMachine({ node: 'v24.4.1', n8n: '2.41.1', package: '0.1.0' });
	expect(Object.keys(seen)).toEqual(Object.keys(machine));
	expect(seen).toMatchObject({ node: 'v24.4.1', n8n: '2.41.1', package: '0.1.0' });
	expect(seen.cores).toBeGreaterThan(0);
	expect(seen.memoryGigabytes).toBeGreaterThan(0);
	expect(seen.processor).not.toBe('');
	expect(seen.system).toContain(process.platform);
});
