import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../harness/npm';
import { repositoryRoot } from '../harness/recipe';
import { messageOf, SetupError } from '../harness/setup-error';

const engine = join(repositoryRoot, 'test/engine/core-1');
const fingerprintFile = join(engine, 'node_modules/.fingerprint');

/** Runs all tests, on both majors of n8n's engine; arguments go to Jest. */
async function main(): Promise<number> {
	await installEngineOfMajorOne();
	const jest = [require.resolve('jest/bin/jest'), ...process.argv.slice(2)];
	// What measures blocks of the event loop collects the garbage of other tests before it begins.
	const node = ['--expose-gc', ...jest];
	const { status } = spawnSync(process.execPath, node, { cwd: repositoryRoot, stdio: 'inherit' });
	return status ?? 1;
}

/** npm empties node_modules first, so an interrupted installation leaves no fingerprint. */
async function installEngineOfMajorOne(): Promise<void> {
	const lock = readFileSync(join(engine, 'package-lock.json'));
	const fingerprint = createHash('sha256').update(lock).digest('hex');
	const installed = existsSync(fingerprintFile) && readFileSync(fingerprintFile, 'utf8');
	if (installed === fingerprint) return;
	console.log("Installing n8n's engine of major 1 for the tests (once) …");
	await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], engine);
	writeFileSync(fingerprintFile, fingerprint);
}

void main()
	.catch((error: unknown) => {
		console.error(error instanceof SetupError ? messageOf(error) : error);
		return 1;
	})
	.then((status) => {
		process.exitCode = status;
	});
