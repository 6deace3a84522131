import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runMain } from '../../tools/n8n/main';
import { SetupError } from '../../tools/n8n/setup-error';

const usage = `Usage: npx tsx test/real-shops/unpack.ts <git directory> <commit>[:<folder>] <target>
Writes a folder of a commit into the target, for example as a release of a shop. Files that the git directory
does not have are left out and named.`;

function unpack(gitDirectory: string, tree: string, target: string): void {
	const folder = mkdtempSync(join(tmpdir(), 'kainic-unpack-'));
	const env = { ...process.env, GIT_INDEX_FILE: join(folder, 'index') };
	const options = { encoding: 'utf8', env, maxBuffer: 2 ** 30, cwd: tmpdir() } as const;
	const git = (args: readonly string[], input?: string): string =>
		execFileSync('git', [`--git-dir=${resolve(gitDirectory)}`, ...args], { ...options, input });
	try {
		const files = git(['ls-tree', '-r', tree])
			.split('\n')
			.flatMap((line) => {
				const [, kind, hash = '', path = ''] = /^\d+ (\w+) (\w+)\t(.*)$/.exec(line) ?? [];
				return kind === 'blob' ? [{ hash, path }] : [];
			});
		const hashes = files.map(({ hash }) => hash).join('\n');
		const missing = new Set(
			[...git(['cat-file', '--batch-check'], hashes).matchAll(/^(\w+) missing$/gm)].map(
				([, hash]) => hash,
			),
		);
		const there = files.filter(({ hash }) => !missing.has(hash)).map(({ path }) => path);
		for (const { hash, path } of files) if (missing.has(hash)) console.log(`${path} is missing.`);
		mkdirSync(target, { recursive: true });
		git(['read-tree', tree]);
		git(
			[`--work-tree=${target}`, 'checkout-index', `--prefix=${resolve(target)}/`, '--stdin'],
			there.join('\n'),
		);
		console.log(`${target} has ${there.length} files.`);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

runMain(() => {
	const [gitDirectory, tree, target] = process.argv.slice(2);
	if (target === undefined || gitDirectory === undefined || tree === undefined)
		throw new SetupError(usage);
	unpack(gitDirectory, tree, target);
	return Promise.resolve();
});
