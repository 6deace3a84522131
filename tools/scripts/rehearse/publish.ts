import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Report } from '../../n8n/report';
import { SetupError } from '../../n8n/setup-error';
import { type Rehearsal, linkInstalled, run } from './checkout';

interface Job {
	readonly steps: ReadonlyArray<{ readonly run?: string }>;
}

/** The commands of both jobs of publish.yml but `gh release`, which needs GitHub. */
function stepsOf(folder: string): string[] {
	const text = readFileSync(join(folder, '.github/workflows/publish.yml'), 'utf8');
	const { jobs } = parse(text) as { jobs: { build: Job; publish: Job } };
	const steps = [...jobs.build.steps, ...jobs.publish.steps];
	return steps.flatMap(({ run: command }) => command ?? []).filter((step) => !/^gh /.test(step));
}

/** Only npm can stage a package, and only GitHub's workers can prove where it was built. */
const localStep = (step: string): string =>
	step.replace(/^npx \S+ npm@\S+ stage publish/, 'npm publish --no-provenance');

/** Does with a clone of the tag what publish.yml does, into the registry of an npm configuration. */
export async function publishTag(
	rehearsal: Rehearsal,
	tag: string,
	npmConfiguration: string,
	report: Report,
): Promise<void> {
	const folder = join(rehearsal.folder, 'clone');
	await run(rehearsal, `git clone -q --branch ${tag} ${rehearsal.remote} ${folder}`);
	linkInstalled(folder);
	// The release checked the same files before it made the tag.
	const leftOut = /^npm (ci|run check)$|scan/;
	const steps = stepsOf(folder).filter((step) => !leftOut.test(step));
	await play(rehearsal, steps, { folder, tag, npmConfiguration }, report);
}

/** Exports the repository of the package with one node, and does all that its publish.yml does. */
export async function publishOne(
	rehearsal: Rehearsal,
	tag: string,
	npmConfiguration: string,
	report: Report,
): Promise<void> {
	const folder = join(rehearsal.folder, 'one');
	await run(rehearsal, `npm run export:one -- ${folder}`);
	await run(rehearsal, 'git init -q -b main && git add -A && git commit -q -m one', {
		cwd: folder,
	});
	await play(rehearsal, stepsOf(folder), { folder, tag, npmConfiguration }, report);
	const changed = await run(rehearsal, 'git status --short', { cwd: folder });
	if (!/^(\?\? packed\S*\s*)*$/.test(changed.trim()))
		throw new SetupError(`The exported files changed:\n${changed}`);
}

async function play(
	rehearsal: Rehearsal,
	steps: readonly string[],
	{
		folder,
		tag,
		npmConfiguration,
	}: Readonly<Record<'folder' | 'tag' | 'npmConfiguration', string>>,
	report: Report,
): Promise<void> {
	for (const step of steps.map(localStep)) {
		report(`publish.yml: ${step}`);
		const env = { GITHUB_REF_NAME: tag, npm_config_userconfig: npmConfiguration };
		const given = step.startsWith('npm publish') ? env : { GITHUB_REF_NAME: tag };
		await run(rehearsal, step, { cwd: folder, env: given });
	}
}
