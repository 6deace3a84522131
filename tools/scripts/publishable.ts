import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stalePictures } from './pictures';
import { repositoryRoot } from '../n8n/recipe';
import { falseTag, missingChanges } from './changelog';
import { repositoryUrl } from './generate/identity';

/** The host in package.json until the package has an owner. */
const placeholder = 'n8n-nodes-kainic.example';

/** What is wrong with a file: a placeholder, or a link to a page of the repository that does not exist. */
function falseAddresses(file: string): string[] {
	const text = readFileSync(path.join(repositoryRoot, file), 'utf8');
	const [, ...rests] = text.split(`${repositoryUrl}/blob/main/`);
	const pages = rests.map((rest) => /^[\w./-]*\w/.exec(rest)?.[0] ?? '');
	const dead = pages.filter((page) => !existsSync(path.join(repositoryRoot, page)));
	return [
		...(text.includes(placeholder) ? [`${file} still names the placeholder ${placeholder}.`] : []),
		...dead.map((page) => `${file} links to ${page}, which does not exist.`),
	];
}

/** All files of the repository but the tests and this script, which name the placeholder on purpose. */
function filesToCheck(): string[] {
	const excluded = ['tools/scripts', 'test', 'docs/images'].map((name) => `:!${name}`);
	const options = { cwd: repositoryRoot, encoding: 'utf8' } as const;
	return execFileSync('git', ['ls-files', '--', '.', ...excluded], options)
		.trim()
		.split('\n');
}

/** Says what forbids a release, or, with a tag, to publish it. */
function main(): number {
	const [tag] = process.argv.slice(2);
	const pictures = stalePictures().map(
		(name) => `docs/images/${name} is missing or out of date (npm test -- e2e --pictures).`,
	);
	const changes = tag === undefined ? missingChanges('Unreleased') : falseTag(tag);
	const found = [...changes, ...filesToCheck().flatMap(falseAddresses), ...pictures];
	for (const obstacle of found) console.error(obstacle);
	return found.length === 0 ? 0 : 1;
}

process.exitCode = main();
