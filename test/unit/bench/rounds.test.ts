import { measureInTurn, spreadOf } from '../../../bench/rest/rounds';

describe('measuring in turn', () => {
	test('takes every subject once before any of them again', async () => {
		const seen: string[] = [];
		await measureInTurn(['A', 'B', 'C'], 2, async (subject, round) => {
			seen.push(`${subject}${round}`);
		});
		expect(seen).toEqual(['A1', 'B1', 'C1', 'A2', 'B2', 'C2']);
	});

	test("gives each subject's values, round by round", async () => {
		const measure = async (subject: number, round: number): Promise<number> => subject + round;
		expect(await measureInTurn([10, 20], 3, measure)).toEqual([
			[11, 12, 13],
			[21, 22, 23],
		]);
	});

	test('starts a measurement only when the one before has ended', async () => {
		let running = 0;
		const measure = async (): Promise<number> => {
			const atStart = running++;
			await new Promise((resolve) => setImmediate(resolve));
			running--;
			return atStart;
		};
		expect(await measureInTurn(['A', 'B'], 2, measure)).toEqual([
			[0, 0],
			[0, 0],
		]);
	});
});

describe('the spread of values', () => {
	test.each([
		['one value', [7], { median: 7, lowest: 7, highest: 7 }],
		['an odd number of values', [100, 9, 20], { median: 20, lowest: 9, highest: 100 }],
		['an even number of values', [4, 1, 3, 100], { median: 3.5, lowest: 1, highest: 100 }],
	])('is known of %s', (_what, values, spread) => {
		expect(spreadOf(values)).toEqual(spread);
	});

	test('is not known of none', () => {
		expect(() => spreadOf([])).toThrow(RangeError);
	});

	test('leaves the values in the order of the rounds', () => {
		const values = [3, 1, 2];
		spreadOf(values);
		expect(values).toEqual([3, 1, 2]);
	});
});
