import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, readRecipe, repositoryRoot } from '../n8n/recipe';
import { run } from './run';

const neededMajor = 22;

/** Runs StrykerJS, which needs a newer Node.js than the package; arguments go to it. */
function main(): number {
	const node = findNode();
	if (node === undefined) {
		console.error(
			`Mutation testing needs Node.js ${neededMajor} or later; this is ${process.version}.\n` +
				'Run "npm run demo -- --once" first: it installs n8n with a Node.js that will do.',
		);
		return 1;
	}
	const stryker = join(repositoryRoot, 'node_modules/@stryker-mutator/core/bin/stryker.js');
	const configuration = join(__dirname, 'mutation/stryker.config.mjs');
	return run(node, [stryker, 'run', configuration, ...process.argv.slice(2)]);
}

/** This Node.js if it is new enough, else the one that n8n was installed with. */
function findNode(): string | undefined {
	if (Number.parseInt(process.versions.node) >= neededMajor) return process.execPath;
	const { folderName } = readRecipe();
	const installed = join(cacheFolder(), folderName, 'node_modules/node/bin/node');
	return existsSync(installed) ? installed : undefined;
}

process.exitCode = main();
