import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../harness/command';

/** Names the code of a checkout: its commit, and what was changed since. */
export async function nameOfCode(root: string): Promise<string> {
	const commit = (await git(root, 'rev-parse', 'HEAD')).trim();
	const changes = `${await git(root, 'diff', 'HEAD')}${await newFiles(root)}`;
	if (changes === '') return commit;
	return `${commit}, changed ${createHash('sha256').update(changes).digest('hex').slice(0, 12)}`;
}

/** Names and contents of the files that git does not know yet. */
async function newFiles(root: string): Promise<string> {
	const paths = await git(root, 'ls-files', '--others', '--exclude-standard', '-z');
	return paths
		.split('\0')
		.filter((path) => path !== '')
		.map((path) => `${path}\n${readFileSync(join(root, path), 'utf8')}\n`)
		.join('');
}

async function git(root: string, ...args: string[]): Promise<string> {
	const { status, stdout, stderr } = await runCommand('git', args, { cwd: root });
	if (status === 0) return stdout;
	throw new Error(`git ${args.join(' ')} failed: ${stderr.trim()}`);
}
