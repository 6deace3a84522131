import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Report } from '../../n8n/report';
import { SetupError } from '../../n8n/setup-error';
import { type Rehearsal, attempt, linkInstalled, run } from './checkout';

/** What the release did to the same files before it made the tag, and what only GitHub can do. */
const leftOut = /^npm ci$|^npm test|^npm run lint|^gh release/;

/** The other commands of publish.yml. */
function stepsOf(checkout: string): string[] {
	const text = readFileSync(join(checkout, '.github/workflows/publish.yml'), 'utf8');
	const { jobs } = parse(text) as { jobs: { publish: { steps: ReadonlyArray<{ run?: string }> } } };
	const commands = jobs.publish.steps.flatMap(({ run: command }) => command ?? []);
	return commands.filter((command) => !leftOut.test(command));
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
	const clone = join(rehearsal.folder, 'clone');
	await run(rehearsal, `git clone -q --branch ${tag} ${rehearsal.remote} ${clone}`);
	linkInstalled(clone);
	const steps = stepsOf(clone);
	const wrong = { cwd: clone, env: { GITHUB_REF_NAME: 'v9.9.9' } };
	const { passed, output } = await attempt(rehearsal, steps[0] ?? '', wrong);
	if (passed || !output.includes('The tag v9.9.9 is not the version'))
		throw new SetupError(`publish.yml did not refuse the tag v9.9.9:\n${output}`);
	report('refused: a tag that is not the version');
	const toRegistry = { cwd: clone, env: { npm_config_userconfig: npmConfiguration } };
	const byHand = await attempt(rehearsal, 'npm publish', toRegistry);
	if (byHand.passed || !/provenance/i.test(byHand.output))
		throw new SetupError(`npm publish outside of publish.yml was not refused:\n${byHand.output}`);
	report('refused: npm publish outside of publish.yml');
	for (const step of steps) {
		report(`publish.yml: ${step}`);
		const env = { GITHUB_REF_NAME: tag, RUNNER_TEMP: rehearsal.folder };
		// Only GitHub's workers can prove where a package was built.
		if (step.startsWith('npm publish')) await run(rehearsal, `${step} --no-provenance`, toRegistry);
		else await run(rehearsal, step, { cwd: clone, env });
	}
}
