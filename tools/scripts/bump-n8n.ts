import { join } from 'node:path';
import { runMain } from '../n8n/main';
import { npm } from '../n8n/npm';
import { recipeFolder, repositoryRoot } from '../n8n/recipe';
import { SetupError } from '../n8n/setup-error';
import { runScript } from './run';

/** Packages of n8n that tests share with its engine: of each there must be one copy. */
const shared = ['n8n-core', 'n8n-workflow', '@n8n/di', '@n8n/backend-common', 'luxon'];

/** Pins another n8n 2: the one that is installed for tests, its engine, both lock files and the documents. */
async function main(): Promise<void> {
	const [version = ''] = process.argv.slice(2);
	if (!/^2\.\d+\.\d+$/.test(version))
		throw new SetupError('Usage: npx tsx tools/scripts/bump-n8n.ts 2.<minor>.<patch>');
	const needed: unknown = JSON.parse(
		await npm(['view', `n8n@${version}`, 'dependencies', '--json'], repositoryRoot),
	);
	const pins = shared.map((name) => `${name}@${neededVersion(needed, name)}`);
	const pin = ['install', '--package-lock-only', '--ignore-scripts', '--save-exact'];
	await npm([...pin, `n8n@${version}`], join(repositoryRoot, recipeFolder));
	await npm([...pin, '--save-dev', ...pins], repositoryRoot);
	if (runScript('generate') !== 0)
		throw new SetupError('npm run generate failed: run it again after npm ci.');
	console.log(`n8n ${version} is pinned. Now: npm ci && npm test`);
}

function neededVersion(dependencies: unknown, name: string): string {
	const version: unknown = Reflect.get(Object(dependencies), name);
	if (typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version)) return version;
	throw new SetupError(`This n8n pins no ${name}: ${String(version)}`);
}

runMain(main);
