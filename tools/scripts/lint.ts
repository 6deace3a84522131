import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../n8n/recipe';

const fix = process.argv.includes('--fix');

const commands: ReadonlyArray<readonly string[]> = [
	['eslint', '--config', 'tools/eslint.house.config.mjs', '--max-warnings', '0', '.'],
	['prettier', '--cache', '--log-level', 'warn', fix ? '--write' : '--check', '.'],
	['n8n-node', 'lint'],
];

/** Runs our own rules, the formatter and n8n's rules; `--fix` changes what can be changed. */
function main(): number {
	// n8n's configuration must not be changed, so every other folder has one that takes it out.
	const env = { ...process.env, ESLINT_FLAGS: 'unstable_config_lookup_from_file' };
	const failed = commands.filter((command) => {
		const [name, ...args] = fix && command[0] !== 'prettier' ? [...command, '--fix'] : command;
		const given = { ...process.env, ...(name === 'n8n-node' && env) };
		const options = {
			cwd: repositoryRoot,
			stdio: 'inherit',
			env: given,
			shell: process.platform === 'win32',
		} as const;
		return spawnSync('npx', ['--no-install', name ?? '', ...args], options).status !== 0;
	});
	return failed.length === 0 ? 0 : 1;
}

process.exitCode = main();
