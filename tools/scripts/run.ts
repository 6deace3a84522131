import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../n8n/recipe';

/** Runs a program in this terminal, from the root of the checkout, until it ends. Returns its status. */
export function run(program: string, args: readonly string[], env = process.env): number {
	// Windows starts npm and npx only in a shell.
	const shell = process.platform === 'win32' && program !== process.execPath;
	const options = { cwd: repositoryRoot, stdio: 'inherit', env, shell } as const;
	return spawnSync(program, args, options).status ?? 1;
}

/** Runs a script of this package, whose name may have arguments after it. */
export function runScript(script: string, env = process.env): number {
	return run('npm', ['run', ...script.split(' ')], env);
}
