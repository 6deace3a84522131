import { createHash } from 'node:crypto';
import { repositoryRoot } from '../harness';
import { runCommand } from '../harness/command';

/** Names the code of this checkout: its commit, and what was changed since. */
export async function nameOfCode(): Promise<string> {
	const commit = (await git('rev-parse', 'HEAD')).trim();
	const changes = `${await git('diff', 'HEAD')}${await git('status', '--porcelain')}`;
	if (changes === '') return commit;
	return `${commit}, changed ${createHash('sha256').update(changes).digest('hex').slice(0, 12)}`;
}

async function git(...args: string[]): Promise<string> {
	const { status, stdout, stderr } = await runCommand('git', args, { cwd: repositoryRoot });
	if (status === 0) return stdout;
	throw new Error(`git ${args.join(' ')} failed: ${stderr.trim()}`);
}
