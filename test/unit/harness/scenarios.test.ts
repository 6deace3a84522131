import { playScenarios, type Scenario } from '../../../harness/scenarios';

interface FakeStage {
	emulator: { reset(): void };
	report(line: string): void;
}

describe('playing scenarios', () => {
	let calls: string[];
	let lines: string[];
	let stage: FakeStage;

	beforeEach(() => {
		[calls, lines] = [[], []];
		stage = {
			emulator: { reset: () => calls.push('reset') },
			report: (line) => lines.push(line),
		};
	});

	afterEach(() => {
		process.exitCode = undefined;
	});

	const good: Scenario<FakeStage> = { name: 'good', run: async () => void calls.push('good') };
	const bad: Scenario<FakeStage> = {
		name: 'bad',
		run: async () => {
			calls.push('bad');
			throw new Error('not as expected');
		},
	};

	it('resets the emulator before each, goes on after a failure, and calls the hooks', async () => {
		await playScenarios([bad, good], stage, {
			failed: async () => void calls.push('failed'),
			ended: async () => void calls.push('ended'),
		});
		expect(calls).toEqual(['reset', 'bad', 'failed', 'ended', 'reset', 'good', 'ended']);
	});

	it('reports each, with the reason of a failure, and how many passed last', async () => {
		await playScenarios([bad, good], stage);
		const text = lines.join('\n');
		expect(text).toContain('FAILED  bad');
		expect(text).toContain('not as expected');
		expect(text).toContain('ok      good');
		expect(lines.at(-1)).toBe('1 passed, 1 failed');
	});

	it('sets the exit status to 1 for a failure alone', async () => {
		await playScenarios([good], stage);
		expect(process.exitCode).toBeUndefined();
		await playScenarios([bad], stage);
		expect(process.exitCode).toBe(1);
	});
});
