const script = (file: string, ...args: string[]) => ['--import', 'tsx', file, ...args];

/** What can be run, as arguments of Node.js. */
export const programOf: Readonly<Record<string, readonly string[]>> = {
	prepare: script('tools/scripts/prepare.ts'),
	lint: script('tools/scripts/lint.ts'),
	// What measures blocks of the event loop collects the garbage of other tests before it begins.
	jest: ['--expose-gc', require.resolve('jest/bin/jest')],
	e2e: script('test/e2e/run.ts'),
	queue: script('test/e2e/run.ts', '--group', 'queue'),
	soak: script('test/e2e/run.ts', '--group', 'soak'),
	scan: script('tools/scripts/scan.ts'),
	demo: script('tools/demo/main.ts', '--once'),
	mutation: script('tools/scripts/mutation.ts'),
	canary: script('tools/scripts/canary.ts'),
	rehearse: script('tools/scripts/rehearse.ts'),
};

/** Stages, one after the other. The lines of a stage run beside each other, the parts of a line do not. */
export type Plan = ReadonlyArray<ReadonlyArray<readonly string[]>>;

export const plans = {
	check: [[['jest --ci'], ['lint']]],
	day: [
		// n8n and the programs come over the network for minutes, in which the checks use the processor.
		[['jest --ci'], ['lint'], ['prepare']],
		// Each line waits for an n8n half of the time. With more lines, requests time out on two processors.
		[
			['e2e --group editor', 'e2e --group pages', 'queue'],
			['e2e --group workflows', 'scan', 'demo'],
			['e2e --group shops'],
		],
	],
	nightly: [[['jest --ci', 'e2e', 'soak', 'mutation', 'canary', 'rehearse']]],
} as const satisfies Readonly<Record<string, Plan>>;

/** The number of the tests in the summaries of Jest and Playwright. */
export function countsIn(output: string) {
	const plain = output.replaceAll(/\u001b\[\d+m/g, '');
	const summaries = plain.match(/^(Tests: .*| +\d+ (passed|failed)\b.*)$/gm) ?? [];
	const count = (word: string): number =>
		summaries.reduce(
			(sum, line) => sum + Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0),
			0,
		);
	return { passed: count('passed'), failed: count('failed') };
}
