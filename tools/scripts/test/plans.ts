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

/** Parts with their arguments, in the order in which they begin, and how many of them run at once. */
export type Plan = { readonly atOnce: number; readonly parts: readonly string[] };

/** What begins only after "prepare", if the plan has it. */
export const needsPreparation = (command: string): boolean => /^(e2e|scan|demo)\b/.test(command);

const checks = ['jest --ci', 'lint'];
const histories = ['woocommerce', 'shopify', 'posted'].map((kind) => `histories ${kind}`);
const nightly = [
	...['jest --ci', 'histories --count 20000', 'histories --without ', 'e2e', 'queue'],
	...['real-shops', 'soak', 'mutation', 'canary', 'rehearse'],
];

export const plans = {
	check: { atOnce: 2, parts: checks },
	// The group workflows takes longest, so it begins first. The histories wait for nothing, so they come last.
	// Each group waits for an n8n half of the time, and "prepare" for the network. With more at once,
	// requests time out on two processors.
	day: {
		atOnce: 3,
		parts: [
			...['prepare', ...checks, 'e2e --group workflows', 'e2e --group editor'],
			...['e2e --group shop-script', 'scan', 'demo', ...histories],
		],
	},
	nightly: { atOnce: 1, parts: nightly },
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
