import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { onProcessEnd } from '../n8n/cleanup';
import { runMain, withUsage } from '../n8n/main';
import { packThisPackage } from '../n8n/pack';
import { repositoryRoot } from '../n8n/recipe';
import { elapsed } from '../n8n/report';
import { SetupError } from '../n8n/setup-error';
import { run } from './run';
import { countsIn, needsPreparation, plans, programOf, type Plan } from './test/plans';

const usage = `Usage: npm test -- [--nightly] [part [arguments of the part]]

Without a part it prepares this machine and runs what a pull request has to pass; with --nightly it runs
what takes longer. Parts: check, ${Object.keys(programOf).join(', ')}.
"npm test -- e2e --help" lists the options of e2e, queue and soak. jest takes the options of Jest.`;

async function main(): Promise<number> {
	const given = process.argv.slice(2);
	const nightly = given[0] === '--nightly';
	const [part, ...rest] = given.slice(nightly ? 1 : 0);
	const env = { ...process.env, ...(nightly && nightEnvironment()) };
	if (part === undefined && nightly) return await runPlan(plans.nightly, env);
	if (part === undefined) {
		const { tarball } = await packThisPackage();
		return await runPlan(plans.day, { ...env, KAINIC_PACKAGE: tarball });
	}
	if (part === 'check') {
		withUsage(usage, () => parseArgs({ args: rest }));
		return await runPlan(plans.check, env);
	}
	// The help of a part is its own.
	const program = rest.includes('--help') ? find(part) : withUsage(usage, () => find(part));
	return run(process.execPath, [...program, ...rest], env);
}

/** By night the properties of fast-check get other values each time. */
function nightEnvironment() {
	const { FC_SEED = String(Date.now() % 2 ** 31) } = process.env;
	process.once('exit', () => console.log(`To repeat this night: FC_SEED=${FC_SEED}`));
	return { KAINIC_NIGHTLY: '1', FC_SEED };
}

function find(part: string): readonly string[] {
	const program = programOf[part];
	if (program !== undefined) return program;
	throw new SetupError(`There is no part ${part}.`);
}

/** Runs all parts of a plan. The last line is the number of the tests. */
async function runPlan({ atOnce, parts }: Plan, env: NodeJS.ProcessEnv): Promise<number> {
	const start = performance.now();
	const waiting = [...parts];
	const begun = new Map<string, Promise<Result>>();
	const work = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			if (needsPreparation(next)) await begun.get('prepare');
			const result = runPart(next, env);
			begun.set(next, result);
			await result;
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	const results = await Promise.all(begun.values());
	const failed = results.filter(({ passed }) => !passed);
	console.log(`\n=== ${failed.length === 0 ? 'All is well' : 'FAILED'} (${elapsed(start)})`);
	for (const { command, passed, took } of results)
		console.log(`${passed ? 'ok    ' : 'FAILED'}  ${command} (${took})`);
	const { passed, failed: red } = countsIn(results.map(({ output }) => output).join('\n'));
	console.log(`${passed} passed, ${red} failed`);
	return failed.length === 0 ? 0 : 1;
}

type Result = Awaited<ReturnType<typeof runPart>>;

/** Runs a part, and shows what it said when it has ended, because others run beside it. */
async function runPart(command: string, env: NodeJS.ProcessEnv) {
	const start = performance.now();
	const [part = '', ...args] = command.split(' ');
	const child = spawn(process.execPath, [...find(part), ...args], {
		cwd: repositoryRoot,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const forget = onProcessEnd(() => void child.kill());
	console.log(`--- ${command} begins`);
	// The tests wait for timeouts. Meanwhile the linters use the processor.
	if (part === 'lint' && child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
	const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
	const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
	forget();
	const output = `${out}${err}`;
	const took = elapsed(start);
	console.log(`\n=== ${command}: ${status === 0 ? 'passed' : 'FAILED'} after ${took}\n${output}`);
	return { command, passed: status === 0, took, output };
}

runMain(main);
