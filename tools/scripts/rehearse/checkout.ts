import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../n8n/command';
import { npmEnvironment } from '../../n8n/npm';
import { repositoryRoot } from '../../n8n/recipe';
import { SetupError } from '../../n8n/setup-error';

/** A copy of this checkout that has an owner, and a bare repository in the place of GitHub. */
export interface Rehearsal {
	/** Holds everything that the rehearsal makes. */
	readonly folder: string;
	readonly checkout: string;
	readonly remote: string;
	readonly environment: NodeJS.ProcessEnv;
}

/** The values that an owner enters, as different from the placeholders as they can be. */
const owner = {
	homepage: 'https://github.com/kai/n8n-nodes-kainic#readme',
	author: { name: 'Kai', email: 'nodes@kai-shop.test' },
	repository: { type: 'git', url: 'git+https://github.com/kai/n8n-nodes-kainic.git' },
};

/** Copies every file that git would take, enters the owner's values, and commits. */
export async function copyCheckout(folder: string): Promise<Rehearsal> {
	const [checkout, remote] = [join(folder, 'checkout'), join(folder, 'remote.git')];
	const rehearsal = { folder, checkout, remote, environment: environmentFor(folder) };
	// With an index of its own, `git add` does not change what the user has staged.
	const options = { cwd: repositoryRoot, env: { GIT_INDEX_FILE: join(folder, 'index') } };
	await run(rehearsal, `git add -A && git checkout-index -a --prefix=${checkout}/`, options);
	linkInstalled(checkout);
	await run(rehearsal, `git init -q -b main && git init -q --bare -b main ${remote}`);
	// .gitignore means folders, and these are links.
	await run(rehearsal, 'echo node_modules >> .git/info/exclude');
	await run(rehearsal, `git remote add origin ${remote}`);
	return rehearsal;
}

/** What `npm ci` would install is there already. */
export function linkInstalled(checkout: string): void {
	const modules = 'node_modules';
	symlinkSync(join(repositoryRoot, modules), join(checkout, modules), 'junction');
}

/** What README and CONTRIBUTING ask of an owner before the first release. */
export async function enterOwner(rehearsal: Rehearsal): Promise<void> {
	const file = join(rehearsal.checkout, 'package.json');
	const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
	writeFileSync(file, `${JSON.stringify({ ...Object(manifest), ...owner }, null, 2)}\n`);
	await run(rehearsal, 'npm run --silent generate');
	await run(rehearsal, "git add -A && git commit -q -m 'build: the owner'");
	await run(rehearsal, 'git push -q -u origin main');
}

/** Runs a command of the shell in the copy of the checkout, or in another folder. Throws a SetupError with its output. */
export async function run(
	{ checkout, environment }: Rehearsal,
	command: string,
	{ cwd = checkout, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
	const options = { cwd, env: { ...environment, ...env } };
	const { status, stdout, stderr } = await runCommand('bash', ['-euc', command], options);
	if (status === 0) return `${stdout}\n${stderr}`;
	const end = `${stdout}\n${stderr}`.trimEnd().split('\n').slice(-60).join('\n');
	throw new SetupError(`"${command}" failed:\n${end}`);
}

/** No setting of git or of the current npm script reaches the copy. */
function environmentFor(folder: string): NodeJS.ProcessEnv {
	const gitConfig = join(folder, 'gitconfig');
	writeFileSync(gitConfig, '[user]\n\tname = Kai\n\temail = nodes@kai-shop.test\n');
	const { KAINIC_PACKAGE: _package, ...environment } = npmEnvironment(process.env);
	return { ...environment, GIT_CONFIG_GLOBAL: gitConfig, FORCE_COLOR: '0', CI: 'true' };
}
