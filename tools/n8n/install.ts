import {
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statfsSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock';
import { npm } from './npm';
import { type Recipe, cacheFolder, folderNameOf, readRecipe } from './recipe';
import { type Report, elapsed, printReport } from './report';
import { SetupError } from './setup-error';

/** An installed n8n. */
export interface Installation {
	/** Exact n8n version. */
	version: string;
	/** Folder with package.json, node_modules, and `compiled`, which only Node.js writes after the installation. */
	folder: string;
	/** File path of the Node.js that n8n needs. */
	nodeBinary: string;
	/** File path of n8n's command-line entry; `nodeBinary` runs it. */
	n8nEntry: string;
}

/** An n8n takes 3 GB, and npm's cache grows by most of another one. README and CONTRIBUTING say 4 GB. */
const n8nNeeds = { built: ['node', 'sqlite3'], gigabytes: 4 };

/** The n8n of the tests; it is installed first if it is missing, which takes minutes. */
export async function installN8n(report: Report = printReport): Promise<Installation> {
	const recipe = readRecipe();
	const folder = await installed(recipe, report, n8nNeeds);
	return {
		version: recipe.version,
		folder,
		nodeBinary: join(folder, 'node_modules/node/bin/node'),
		n8nEntry: join(folder, 'node_modules/n8n/bin/n8n'),
	};
}

/**
 * The folder of a tool that is installed apart from this package: what the package.json and the lock
 * file in the folder `source` name. It is installed first if it is missing.
 */
export async function installedTool(name: string, source: string, report: Report): Promise<string> {
	const [manifest = '', lock = ''] = ['package.json', 'package-lock.json'].map((file) =>
		readFileSync(join(source, file), 'utf8'),
	);
	const recipe = { folderName: folderNameOf(name, manifest, lock), manifest, lock };
	return await installed(recipe, report, { built: [], gigabytes: 1 });
}

/** Makes npm report an unreachable registry within seconds; its defaults take minutes. */
const patience = [
	'--fetch-retries=2',
	'--fetch-retry-mintimeout=500',
	'--fetch-retry-maxtimeout=2000',
];

/**
 * The folder of a recipe in the cache that all clones share. Installs it first if it is missing, again
 * after an interruption; several clones may call it at once. Fails with a SetupError.
 * @param needs packages whose own scripts run after the installation, and free disk
 */
async function installed(
	recipe: Pick<Recipe, 'folderName' | 'manifest' | 'lock'>,
	report: Report,
	{ built, gigabytes }: { readonly built: readonly string[]; readonly gigabytes: number },
): Promise<string> {
	const { folderName, manifest, lock } = recipe;
	const folder = join(cacheFolder(), folderName);
	if (!existsSync(folder)) {
		mkdirSync(cacheFolder(), { recursive: true });
		const onWait = (): void => report(`${folderName} is being installed by another run …`);
		await withLock(`${folder}.lock`, install, onWait);
	}
	return folder;

	async function install(): Promise<void> {
		if (existsSync(folder)) return;
		checkDisk(gigabytes);
		const start = performance.now();
		report(`Installing ${folderName} into ${cacheFolder()} (once; this takes minutes) …`);
		const partial = `${folder}.partial`;
		rmSync(partial, { recursive: true, force: true });
		mkdirSync(partial);
		writeFileSync(join(partial, 'package.json'), manifest);
		if (lock !== '') writeFileSync(join(partial, 'package-lock.json'), lock);
		const verb = lock === '' ? 'install' : 'ci';
		await npm([verb, '--ignore-scripts', '--prefer-offline', '--no-audit', ...patience], partial);
		for (const name of built) {
			await npm(['rebuild', name, '--ignore-scripts=false', ...patience], partial);
		}
		renameSync(partial, folder);
		report(`${folderName} is installed (${elapsed(start)}).`);
	}
}

function checkDisk(needed: number): void {
	const { bavail, bsize } = statfsSync(cacheFolder());
	const free = (bavail * bsize) / 1e9;
	if (free >= needed) return;
	throw new SetupError(
		`${needed} GB of free disk are needed; ${cacheFolder()} has ${free.toFixed(1)} GB. ` +
			'Free some space, or choose another place with KAINIC_N8N_CACHE.',
	);
}
