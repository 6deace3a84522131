import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../n8n/recipe';
import { elapsed } from '../n8n/report';

const script = (name: string): readonly string[] => ['--import', 'tsx', `tools/scripts/${name}.ts`];

/** What takes too long for each change. A name after `--` runs one of them, with the arguments after it. */
const steps: Readonly<Record<string, readonly string[]>> = {
	/** Every fault in every mode, all blocks of the event loop, memory with 500 MB. */
	tests: [...script('test'), '--ci'],
	/** All scenarios in n8n's editor, the shops with more histories, and the load. */
	editor: [...script('test'), 'e2e'],
	soak: [...script('test'), 'soak'],
	mutation: script('mutation'),
	canary: script('canary'),
	rehearse: script('rehearse'),
};

/** Runs all steps even if one fails; the last lines say which did. */
function main(): number {
	const [only, ...rest] = process.argv.slice(2);
	const names = Object.keys(steps).filter((name) => only === undefined || name === only);
	const env = { ...process.env, KAINIC_NIGHTLY: '1' };
	const results = names.map((name) => {
		const start = performance.now();
		console.log(`\n=== ${name}`);
		const args = [...(steps[name] ?? []), ...rest];
		const options = { cwd: repositoryRoot, stdio: 'inherit', env } as const;
		const { status } = spawnSync(process.execPath, args, options);
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
