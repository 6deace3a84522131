import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const engine = path.join(root, 'test/engine/core-1');
const fingerprintFile = path.join(engine, 'node_modules/.fingerprint');

/** Runs all tests, on both majors of n8n's engine; arguments go to Jest. */
function main(): number {
	const installed = installEngineOfMajorOne();
	if (installed !== 0) return installed;
	const jest = require.resolve('jest/bin/jest');
	return run(process.execPath, [jest, ...process.argv.slice(2)], root);
}

function installEngineOfMajorOne(): number {
	const fingerprint = createHash('sha256')
		.update(readFileSync(path.join(engine, 'package-lock.json')))
		.digest('hex');
	if (existsSync(fingerprintFile) && readFileSync(fingerprintFile, 'utf8') === fingerprint)
		return 0;
	console.log("Installing n8n's engine of major 1 for the tests (once) ...");
	const status = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], engine);
	if (status === 0) writeFileSync(fingerprintFile, fingerprint);
	else console.error(`The installation in ${path.relative(root, engine)} failed`);
	return status;
}

function run(command: string, commandArguments: string[], cwd: string): number {
	const { status, error } = spawnSync(command, commandArguments, { cwd, stdio: 'inherit' });
	if (error !== undefined) throw error;
	return status ?? 1;
}

process.exitCode = main();
