import { measureInTurn } from '../../../bench/rounds';

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
