import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from '../n8n/main';
import { npm } from '../n8n/npm';
import { cacheFolder, readRecipe, repositoryRoot } from '../n8n/recipe';
import { runScript } from './run';

/**
 * Plays the demo and the workflows by day in n8n's newest release, which nobody has pinned yet. On npm, that is an n8n 2
 * for good: the job docker of nightly.yml tries the images of n8n 3.
 */
async function main(): Promise<number> {
	const version = (await npm(['view', 'n8n', 'version'], repositoryRoot)).trim();
	if (version === readRecipe().version) {
		console.log(`n8n ${version} is the newest release, and the tests run in it.`);
		return 0;
	}
	const env = { ...process.env, KAINIC_N8N_VERSION: version };
	const failed = ['demo -- --once', 'test -- e2e --group workflows'].filter(
		(script) => runScript(script, env) !== 0,
	);
	rmSync(join(cacheFolder(), readRecipe(env).folderName), { recursive: true, force: true });
	for (const script of failed) console.error(`n8n ${version}: npm run ${script} failed.`);
	if (failed.length === 0)
		console.log(`n8n ${version} passed: npx tsx tools/scripts/bump-n8n.ts ${version}`);
	return failed.length === 0 ? 0 : 1;
}

runMain(main, 'Usage: npm test -- --nightly canary\nTries the newest n8n.');
