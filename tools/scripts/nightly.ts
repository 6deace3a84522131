import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../n8n/recipe';
import { elapsed } from '../n8n/report';

/** What takes too long for each change. A name after `--` runs one of them. */
const steps: Readonly<Record<string, readonly string[]>> = {
	/** Every fault in every mode, all blocks of the event loop, memory with 500 MB. */
	tests: ['test', '--', '--ci'],
	/** All scenarios in n8n's editor, the shops with more histories, and the load by itself. */
	editor: ['run', 'test:e2e'],
	soak: ['run', 'test:soak'],
	mutation: ['run', 'mutation'],
	canary: ['run', 'canary'],
};

/** Runs all steps even if one fails; the last lines say which did. */
function main(): number {
	const [only] = process.argv.slice(2);
	const names = Object.keys(steps).filter((name) => only === undefined || name === only);
	const env = { ...process.env, KAINIC_NIGHTLY: '1' };
	const results = names.map((name) => {
		const start = performance.now();
		console.log(`\n=== ${name}`);
		const args = steps[name] ?? [];
		const { status } = spawnSync('npm', args, { cwd: repositoryRoot, stdio: 'inherit', env });
		return { name, passed: status === 0, took: elapsed(start) };
	});
	console.log();
	for (const { name, passed, took } of results)
		console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name} (${took})`);
	const passed = results.filter((result) => result.passed).length;
	console.log(`${passed} passed, ${results.length - passed} failed`);
	return passed > 0 && passed === results.length ? 0 : 1;
}

process.exitCode = main();
