import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { author } from '../../../package.json';
import type { Report } from '../../n8n/report';
import { SetupError } from '../../n8n/setup-error';
import { type Rehearsal, attempt, commit, run } from './checkout';

/** A mistake of an owner or a maintainer that must stop a release before its tag. */
interface Fault {
	readonly name: string;
	readonly file: string;
	readonly change: (text: string) => string;
	/** What the release says then. */
	readonly refusal: string;
}

const faults: readonly Fault[] = [
	{
		name: 'a placeholder that is left',
		file: 'SECURITY.md',
		change: (text) => text.replace('nodes@kai-shop.test', author.email),
		refusal: 'SECURITY.md still names the placeholder',
	},
	{
		name: 'a link to a page that does not exist',
		file: 'nodes/KainicEvent/KainicEvent.node.json',
		change: (text) => text.replace('/kainic-event.md', '/kainic-events.md'),
		refusal: 'links to docs/nodes/kainic-events.md, which does not exist',
	},
	{
		name: 'a stale picture',
		file: 'credentials/KainicApi.credentials.ts',
		change: (text) => text.replace("displayName: 'Project ID'", "displayName: 'Project'"),
		refusal: 'docs/images/credential.png is missing or out of date',
	},
	{
		name: 'a changelog without changes',
		file: 'CHANGELOG.md',
		change: (text) => text.replace(/(?<=\n## Unreleased\n)[^]*?(?=\n## |$)/, ''),
		refusal: 'CHANGELOG.md has nothing under "## Unreleased"',
	},
];

/** Plants each fault and releases. Fails if a fault does not stop the release before the tag. */
export async function plantFaults(
	rehearsal: Rehearsal,
	release: string,
	report: Report,
): Promise<void> {
	for (const { name, file, change, refusal } of faults) {
		const path = join(rehearsal.checkout, file);
		const text = readFileSync(path, 'utf8');
		if (change(text) === text) throw new SetupError(`${file} has no place for ${name}.`);
		writeFileSync(path, change(text));
		await commit(rehearsal, `test: ${name}`);
		const { passed, output } = await attempt(rehearsal, release);
		const tags = await run(rehearsal, 'git tag && git ls-remote --tags origin');
		if (passed || !output.includes(refusal) || tags.trim() !== '')
			throw new SetupError(`A release with ${name} was not refused for it.\n${tags}${output}`);
		await run(rehearsal, 'git reset -q --hard HEAD~1');
		report(`refused: ${name}`);
	}
}
