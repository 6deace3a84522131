import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from '../n8n/main';
import { npm } from '../n8n/npm';
import { repositoryRoot } from '../n8n/recipe';
import { run } from './run';

const engine = join(repositoryRoot, 'test/engine/core-1');
const lock = join(engine, 'package-lock.json');
const installed = join(engine, 'node_modules/.package-lock.json');

/** Tests in a real n8n, which Jest does not run. */
const groups: Readonly<Record<string, readonly string[]>> = {
	e2e: [],
	queue: ['--group', 'queue'],
	soak: ['--group', 'soak'],
};

/** Runs one of the groups if its name is the first argument. Otherwise runs Jest, with the engines of n8n 1 and n8n 2. */
async function main(): Promise<number> {
	const [first = '', ...rest] = process.argv.slice(2);
	const group = groups[first];
	if (group !== undefined)
		return run(process.execPath, ['--import', 'tsx', 'test/e2e/run.ts', ...group, ...rest]);
	await installEngineOfMajorOne();
	// What measures blocks of the event loop collects the garbage of other tests before it begins.
	const jest = ['--expose-gc', require.resolve('jest/bin/jest')];
	return run(process.execPath, [...jest, ...process.argv.slice(2)]);
}

/** npm empties node_modules first, and writes its own lock file there when all is installed. */
async function installEngineOfMajorOne(): Promise<void> {
	if (existsSync(installed) && statSync(installed).mtimeMs > statSync(lock).mtimeMs) return;
	console.log("Installing n8n's engine of major 1 for the tests (once) …");
	await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], engine);
}

runMain(main);
