import { playScenarios } from '../../../harness/scenarios';

afterEach(() => {
	process.exitCode = undefined;
});

test('after a failed scenario the others are played, each from a reset emulator, and the process fails', async () => {
	const calls: string[] = [];
	const lines: string[] = [];
	const stage = {
		emulator: { reset: () => calls.push('reset') },
		report: (line: string) => lines.push(line),
	};
	const good = { name: 'good', run: async () => void calls.push('good') };
	const bad = {
		name: 'bad',
		run: async () => {
			throw new Error('not as expected');
		},
	};
	await playScenarios([good], stage);
	expect(process.exitCode).toBeUndefined();
	await playScenarios([bad, good], stage, {
		failed: async () => void calls.push('failed'),
		ended: async () => void calls.push('ended'),
	});
	expect(process.exitCode).toBe(1);
	expect(calls.slice(2)).toEqual(['reset', 'failed', 'ended', 'reset', 'good', 'ended']);
	expect(lines.join('\n')).toMatch(/FAILED {2}bad[^]*not as expected[^]*ok {6}good/);
	expect(lines.at(-1)).toBe('1 passed, 1 failed');
});
