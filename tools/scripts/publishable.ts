import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stalePictures } from '../../test/e2e/pictures/fingerprints';
import { repositoryRoot } from '../n8n/recipe';
import { falseTag, missingChanges } from './changelog';
import { repositoryUrl } from './generate/identity';

/** The host in package.json until the package has an owner. */
const placeholder = 'n8n-nodes-kainic.example';

interface File {
	readonly path: string;
	readonly text: string;
}

/** Files with a placeholder, and links to pages of the repository that do not exist. */
function falseAddresses(files: readonly File[]): string[] {
	const placeholders = files
		.filter(({ text }) => text.includes(placeholder))
		.map(({ path: file }) => `${file} still names the placeholder ${placeholder}.`);
	const dead = files.flatMap(({ path: file, text }) => {
		const [, ...rests] = text.split(`${repositoryUrl}/blob/main/`);
		return rests
			.map((rest) => /^[\w./-]*\w/.exec(rest)?.[0] ?? '')
			.filter((page) => !existsSync(path.join(repositoryRoot, page)))
			.map((page) => `${file} links to ${page}, which does not exist.`);
	});
	return [...placeholders, ...dead];
}

/** All text files of the repository but the tests and this script, which name the placeholder on purpose. */
export function filesToCheck(): File[] {
	const excluded = ['tools/scripts', 'test', 'docs/images'].map((name) => `:!${name}`);
	const listed = execFileSync('git', ['ls-files', '--', '.', ...excluded], {
		cwd: repositoryRoot,
		encoding: 'utf8',
	});
	const names = listed.trim().split('\n');
	return names.map((name) => ({
		path: name,
		text: readFileSync(path.join(repositoryRoot, name), 'utf8'),
	}));
}

/** Says what forbids a release, or, with a tag, to publish it. */
function main(): number {
	const [tag] = process.argv.slice(2);
	const pictures = stalePictures().map(
		(name) => `docs/images/${name} is missing or out of date (npm test -- e2e --pictures).`,
	);
	const changes = tag === undefined ? missingChanges('Unreleased') : falseTag(tag);
	const found = [...changes, ...falseAddresses(filesToCheck()), ...pictures];
	for (const obstacle of found) console.error(obstacle);
	return found.length === 0 ? 0 : 1;
}

if (require.main === module) process.exitCode = main();
