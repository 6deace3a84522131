import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from '../n8n/main';
import { npm } from '../n8n/npm';
import { recipeFolders, repositoryRoot } from '../n8n/recipe';
import { SetupError } from '../n8n/setup-error';

const harness = join(repositoryRoot, recipeFolders.n8n2);

/** What is put back if the registry lacks a part of that n8n. */
const pinning = [harness, repositoryRoot].flatMap((folder) =>
	['package.json', 'package-lock.json'].map((name) => join(folder, name)),
);

/** Packages of n8n that tests share with its engine: of each there must be one copy. */
const shared = ['n8n-core', 'n8n-workflow', '@n8n/di', '@n8n/backend-common', 'luxon'];

/** Pins another n8n 2: the one that is installed for tests, its engine, both lock files and the documents. */
async function main(): Promise<void> {
	const [version = ''] = process.argv.slice(2);
	if (!/^2\.\d+\.\d+$/.test(version))
		throw new SetupError('Usage: node --import tsx tools/scripts/bump-n8n.ts 2.<minor>.<patch>');
	const needed: unknown = JSON.parse(
		await npm(['view', `n8n@${version}`, 'dependencies', '--json'], repositoryRoot),
	);
	const before = pinning.map((file) => [file, readFileSync(file, 'utf8')] as const);
	try {
		await pinAll(version, needed);
	} catch (error) {
		for (const [file, text] of before) writeFileSync(file, text);
		throw error;
	}
	const generate = ['run', '--silent', 'generate'];
	const { status } = spawnSync('npm', generate, { cwd: repositoryRoot, stdio: 'inherit' });
	if (status !== 0) throw new SetupError('npm run generate failed: run it again after npm ci.');
	console.log(`n8n ${version} is pinned. Now: npm ci && npm run check && .ci/run`);
}

async function pinAll(version: string, needed: unknown): Promise<void> {
	pin(harness, { n8n: version });
	const pins = shared.map((name) => [name, neededVersion(needed, name)] as const);
	pin(repositoryRoot, Object.fromEntries(pins));
	for (const folder of [harness, repositoryRoot])
		await npm(['install', '--package-lock-only', '--ignore-scripts'], folder);
}

function neededVersion(dependencies: unknown, name: string): string {
	const version: unknown = Reflect.get(Object(dependencies), name);
	if (typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version)) return version;
	throw new SetupError(`This n8n pins no ${name}: ${String(version)}`);
}

/** Changes versions in a package.json and leaves the rest of its text as it is. */
function pin(folder: string, versions: Readonly<Record<string, string>>): void {
	const file = join(folder, 'package.json');
	const pinned = Object.entries(versions).reduce(
		(text, [name, version]) => {
			const line = new RegExp(`("${name}": )"\\d[^"]*"`);
			if (!line.test(text)) throw new SetupError(`${file} pins no ${name}`);
			return text.replace(line, `$1"${version}"`);
		},
		readFileSync(file, 'utf8'),
	);
	writeFileSync(file, pinned);
}

runMain(main);
