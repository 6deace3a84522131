import { run } from './run';

/** Tests in a real n8n, which Jest does not run. */
const groups: Readonly<Record<string, readonly string[]>> = {
	e2e: [],
	queue: ['--group', 'queue'],
	soak: ['--group', 'soak'],
};

/** Runs one of the groups if its name is the first argument. Otherwise runs Jest. */
function main(): number {
	const [first = '', ...rest] = process.argv.slice(2);
	const group = groups[first];
	if (group !== undefined)
		return run(process.execPath, ['--import', 'tsx', 'test/e2e/run.ts', ...group, ...rest]);
	// What measures blocks of the event loop collects the garbage of other tests before it begins.
	const jest = ['--expose-gc', require.resolve('jest/bin/jest')];
	return run(process.execPath, [...jest, ...process.argv.slice(2)]);
}

process.exitCode = main();
