import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Report } from '../../n8n/report';
import { SetupError } from '../../n8n/setup-error';
import { type Rehearsal, attempt, linkInstalled, run } from './checkout';

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

interface Release {
	/** A clone of the tag, in which nobody has done anything yet. */
	readonly folder: string;
	readonly tag: string;
	readonly npmConfiguration: string;
}

/** Runs the commands of publish.yml in a clone of a tag, but those that are left out. */
async function play(
	rehearsal: Rehearsal,
	{ folder, tag, npmConfiguration }: Release,
	leftOut: RegExp,
	report: Report,
): Promise<void> {
	for (const step of stepsOf(folder)
		.filter((each) => !leftOut.test(each))
		.map(localStep)) {
		report(`publish.yml: ${step}`);
		const toRegistry = step.startsWith('npm publish') && {
			npm_config_userconfig: npmConfiguration,
		};
		const env = { GITHUB_REF_NAME: tag, ...toRegistry };
		await run(rehearsal, step, { cwd: folder, env });
	}
}

/**
 * Does with a clone of the tag what publish.yml does, into the registry of an npm configuration, and
 * sees first that another tag at the same commit is refused.
 */
export async function publishTag(
	rehearsal: Rehearsal,
	tag: string,
	npmConfiguration: string,
	report: Report,
): Promise<void> {
	const folder = join(rehearsal.folder, 'clone');
	await run(rehearsal, `git clone -q --branch ${tag} ${rehearsal.remote} ${folder}`);
	linkInstalled(folder);
	const [refusing = ''] = stepsOf(folder).filter((step) => step.includes('publishable'));
	const wrong = { cwd: folder, env: { GITHUB_REF_NAME: 'v9.9.9' } };
	const { passed, output } = await attempt(rehearsal, refusing, wrong);
	if (passed || !output.includes('The tag v9.9.9 is not the version'))
		throw new SetupError(`publish.yml did not refuse the tag v9.9.9:\n${output}`);
	report('refused: a tag that is not the version');
	const toRegistry = { cwd: folder, env: { npm_config_userconfig: npmConfiguration } };
	const byHand = await attempt(rehearsal, 'npm publish', toRegistry);
	if (byHand.passed || !/provenance/i.test(byHand.output))
		throw new SetupError(`npm publish outside of publish.yml was not refused:\n${byHand.output}`);
	report('refused: npm publish outside of publish.yml');
	// The release checked the same files before it made the tag.
	await run(rehearsal, 'npm run build', { cwd: folder });
	await play(rehearsal, { folder, tag, npmConfiguration }, /^npm (ci|run check)$|scan/, report);
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
	await play(rehearsal, { folder, tag, npmConfiguration }, /^$/, report);
	const { output } = await attempt(rehearsal, 'git status --short', { cwd: folder });
	const changed = output
		.trim()
		.split('\n')
		.filter((line) => !/^\?\? packed|^$/.test(line));
	if (changed.length > 0) throw new SetupError(`The exported files changed:\n${output}`);
}
