const script = (file: string, ...args: string[]) => ['--import', 'tsx', file, ...args];

/** What can be run, as arguments of Node.js. */
export const programOf: Readonly<Record<string, readonly string[]>> = {
	prepare: script('tools/scripts/prepare.ts'),
	lint: script('tools/scripts/lint.ts'),
	jest: [require.resolve('jest/bin/jest')],
	histories: script('test/workflows/simulation/main.ts'),
	e2e: script('tools/scripts/scenarios.ts'),
	queue: script('tools/scripts/scenarios.ts', '--group', 'queue'),
	soak: script('tools/scripts/scenarios.ts', '--group', 'soak'),
	'real-shops': script('tools/scripts/scenarios.ts', '--group', 'real-shops'),
	scan: script('tools/scripts/scan.ts'),
	demo: script('tools/demo/main.ts', '--once'),
	mutation: script('tools/scripts/mutation.ts'),
	canary: script('tools/scripts/canary.ts'),
	rehearse: script('tools/scripts/rehearse.ts'),
};

/** Stages, one after the other: parts with their arguments, and how many of them run at once. */
export type Plan = ReadonlyArray<{ readonly atOnce: number; readonly parts: readonly string[] }>;

const checks = ['jest --ci', 'lint'];
const editor = ['e2e --group editor', 'e2e --group workflows'];
const histories = ['woocommerce', 'shopify', 'posted'].map((kind) => `histories ${kind}`);
const nightly = [
	...['jest --ci', 'histories --count 20000', 'histories --without ', 'e2e', 'queue'],
	...['real-shops', 'soak', 'mutation', 'canary', 'rehearse'],
];

export const plans = {
	check: [{ atOnce: 2, parts: checks }],
	day: [
		// n8n and the programs come over the network for minutes, in which the checks use the processor.
		{ atOnce: 3, parts: [...checks, 'prepare'] },
		// Each waits for an n8n half of the time. With more at once, requests time out on two processors.
		{ atOnce: 3, parts: [...editor, 'scan', ...histories, 'demo', 'e2e --group shop-script'] },
	],
	nightly: [{ atOnce: 1, parts: nightly }],
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
