import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { leftOut } from '../../test/system';
import { runMain, withUsage } from '../n8n/main';
import { repositoryRoot } from '../n8n/recipe';
import { elapsed } from '../n8n/report';

const jest = [require.resolve('jest/bin/jest')];
const others = {
	'npm run typecheck': [require.resolve('typescript/bin/tsc'), '--noEmit'],
	'npm run lint': ['--import', 'tsx', 'tools/scripts/lint.ts'],
};

const usage = `Usage: npm run check -- [--watch [arguments of Jest]]
Runs lint, types, unit tests, and the nodes in n8n's engine; or tests what you change.`;

/** What a change has to pass before it is pushed. Lint and types run beside the tests. */
async function main(): Promise<number> {
	const [first, ...rest] = process.argv.slice(2);
	if (first === '--watch') return (await passes([...jest, '--watch', ...rest])) ? 0 : 1;
	withUsage(usage, parseArgs);
	const start = performance.now();
	const tests = passes([...jest, '--ci']);
	// The tests wait for timeouts, in which the linters work.
	setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
	const failed: string[] = [];
	// One after the other: each takes a processor of its own.
	for (const [script, args] of Object.entries(others))
		if (!(await passes(args))) failed.push(script);
	if (!(await tests)) failed.push('the tests');
	if (leftOut.length > 0)
		console.log(`\nLeft out, since this system does not tell it: ${leftOut.join(' and ')}.`);
	const result = failed.length === 0 ? 'All is well' : `FAILED: ${failed.join(', ')}`;
	console.log(`\n${result} (${elapsed(start)}).`);
	return failed.length === 0 ? 0 : 1;
}

async function passes(args: readonly string[]): Promise<boolean> {
	const child = spawn(process.execPath, args, { cwd: repositoryRoot, stdio: 'inherit' });
	await once(child, 'exit');
	return child.exitCode === 0;
}

runMain(main);
