import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { repositoryRoot } from '../n8n/recipe';

const file = join(repositoryRoot, 'CHANGELOG.md');

/** The changes under the heading of a version, or under `Unreleased`. Throws if there are none. */
export function changesOf(version: string, changelog = readFileSync(file, 'utf8')): string {
	const [, ...sections] = `\n${changelog}`.split('\n## ');
	const section = sections.find((text) => /^\S*/.exec(text)?.[0] === version) ?? '';
	const changes = section.slice(section.indexOf('\n')).trim();
	if (section.includes('\n') && changes !== '') return changes;
	throw new Error(`CHANGELOG.md has nothing under "## ${version}".`);
}

/** The changelog with the unreleased changes under the version and the day. Throws if there are none. */
export function released(changelog: string, version: string, day: string): string {
	changesOf('Unreleased', changelog);
	const heading = '\n## Unreleased\n';
	return changelog.replace(heading, `${heading}\n## ${version} - ${day}\n`);
}

/** Whether a tag is the version in package.json, and the changelog says what changed in it. */
export function falseTag(tag: string): string[] {
	return tag === `v${version}`
		? missingChanges(version)
		: [`The tag ${tag} is not the version v${version}.`];
}

export function missingChanges(section: string): string[] {
	try {
		changesOf(section);
		return [];
	} catch (error) {
		return [error instanceof Error ? error.message : String(error)];
	}
}

/**
 * `release 1.2.3` (release-it, before it commits) writes the changelog; `show 1.2.3` prints a section;
 * `check v1.2.3` fails if this tag is not the version.
 */
function main(): void {
	const [task, given = ''] = process.argv.slice(2);
	if (task === 'show') return console.log(changesOf(given));
	if (task === 'check') {
		for (const fault of falseTag(given)) throw new Error(fault);
		return;
	}
	const day = new Date().toISOString().slice(0, 10);
	writeFileSync(file, released(readFileSync(file, 'utf8'), given, day));
}

if (require.main === module) main();
