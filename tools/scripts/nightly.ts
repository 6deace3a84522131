import { runMain, withUsage } from '../n8n/main';
import { elapsed } from '../n8n/report';
import { run } from './run';

/** What takes too long for each change: scripts with their arguments. */
const steps: Readonly<Record<string, readonly string[]>> = {
	/** Every fault in every mode, all blocks of the event loop, memory with 500 MB. */
	tests: ['test', '--ci'],
	/** All scenarios in n8n's editor, the shops with more histories, and the load. */
	editor: ['test', 'e2e'],
	soak: ['test', 'soak'],
	mutation: ['mutation'],
	canary: ['canary'],
	rehearse: ['rehearse'],
};

const usage = `Usage: npm run nightly -- [step [arguments of the step]]
Runs all steps, or one of them: ${Object.keys(steps).join(', ')}`;

/** Runs all steps even if one fails; the last lines say which did. */
async function main(): Promise<number> {
	const [only, ...rest] = process.argv.slice(2);
	const names = only === undefined ? Object.keys(steps) : [only];
	const env = { ...process.env, KAINIC_NIGHTLY: '1' };
	const results = names.map((name) => {
		const [script, ...args] = withUsage(usage, () => stepOf(name));
		const start = performance.now();
		console.log(`\n=== ${name}`);
		const program = ['--import', 'tsx', `tools/scripts/${script}.ts`];
		const passed = run(process.execPath, [...program, ...args, ...rest], env) === 0;
		return { name, passed, took: elapsed(start) };
	});
	console.log();
	for (const { name, passed, took } of results)
		console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name} (${took})`);
	const passed = results.filter((result) => result.passed).length;
	console.log(`${passed} passed, ${results.length - passed} failed`);
	return passed === results.length ? 0 : 1;
}

function stepOf(name: string): readonly string[] {
	const step = steps[name];
	if (step !== undefined) return step;
	throw new Error(`There is no step ${name}.`);
}

runMain(main);
