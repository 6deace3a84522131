import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
import { stalePictures } from '../../test/e2e/pictures/fingerprints';

const root = path.resolve(__dirname, '../..');

/** Why this checkout is not to be published under a tag; empty when it may be. */
export function obstacles(
	tag: string,
	version: string,
	files: ReadonlyArray<{ readonly path: string; readonly text: string }>,
): string[] {
	const wrongTag = tag === `v${version}` ? [] : [`The tag ${tag} is not the version v${version}.`];
	const placeholders = files
		.filter(({ text }) => /\bn8n-nodes-kainic\.example\b/.test(text))
		.map(({ path: file }) => `${file} still names the placeholder n8n-nodes-kainic.example.`);
	return [...wrongTag, ...placeholders];
}

/** All files of the repository that could name a placeholder: not this script, and not its tests. */
export function filesToCheck(): string[] {
	const excluded = ['tools/scripts/publishable.ts', 'test', 'docs/images'].map(
		(name) => `:!${name}`,
	);
	const listed = execFileSync('git', ['ls-files', '--', '.', ...excluded], {
		cwd: root,
		encoding: 'utf8',
	});
	return listed.trim().split('\n');
}

function main(): number {
	const [tag = ''] = process.argv.slice(2);
	const stale = stalePictures().map(
		(name) =>
			`docs/images/${name} shows an older panel or workflow (npm run test:e2e -- --pictures).`,
	);
	const found = [...obstacles(tag, version, filesToCheck().map(read)), ...stale];
	for (const obstacle of found) console.error(obstacle);
	return found.length === 0 ? 0 : 1;
}

function read(file: string): { path: string; text: string } {
	return { path: file, text: readFileSync(path.join(root, file), 'utf8') };
}

if (require.main === module) process.exitCode = main();
