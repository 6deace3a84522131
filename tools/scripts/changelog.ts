import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../n8n/recipe';

/** What stands under _Unreleased_ gets the version and the day. Throws if nothing does. */
export function released(changelog: string, version: string, day: string): string {
	const heading = '\n## Unreleased\n';
	const [before = '', after] = changelog.split(heading);
	const changes = after?.split('\n## ')[0]?.trim() ?? '';
	if (after === undefined || changes === '')
		throw new Error('CHANGELOG.md has nothing under "## Unreleased".');
	return `${before}${heading}\n## ${version} - ${day}\n${after}`;
}

/** release-it calls it with the new version, before it commits. */
function main(): void {
	const [version = ''] = process.argv.slice(2);
	const file = join(repositoryRoot, 'CHANGELOG.md');
	const day = new Date().toISOString().slice(0, 10);
	writeFileSync(file, released(readFileSync(file, 'utf8'), version, day));
}

if (require.main === module) main();
