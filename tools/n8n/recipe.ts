import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SetupError } from './setup-error';

/** The root of this checkout. */
export const repositoryRoot = resolve(__dirname, '../..');

/** The folder of the checkout whose package.json and lock file are installed. */
export const recipeFolder = 'tools/n8n/n8n-2';

export interface Recipe {
	/** The exact n8n version. */
	version: string;
	manifest: string;
	/** Empty for a version that is tried without one. */
	lock: string;
	/** Name of the folder in the cache. */
	folderName: string;
}

/** Raise this when the steps of the installation change: older caches then no longer match. */
const stepsVersion = 1;

/**
 * Reads the recipe of n8n. `KAINIC_N8N_VERSION` puts another version in its place, without a lock file:
 * the canary tries the newest one.
 */
export function readRecipe(environment: NodeJS.ProcessEnv = process.env): Recipe {
	const other = environment['KAINIC_N8N_VERSION'];
	const folder = join(repositoryRoot, recipeFolder);
	const pinned = readFileSync(join(folder, 'package.json'), 'utf8');
	const manifest = other ? pinned.replace(/("n8n": )".+"/, `$1"${other}"`) : pinned;
	const lock = other ? '' : readFileSync(join(folder, 'package-lock.json'), 'utf8');
	const version = pinnedVersion(manifest);
	return { version, manifest, lock, folderName: folderNameOf(`n8n-${version}`, manifest, lock) };
}

/** Its hash changes with everything that determines the content of the folder. */
export function folderNameOf(name: string, manifest: string, lock: string): string {
	const host = `${process.platform}-${process.arch}`;
	const content = JSON.stringify([stepsVersion, host, manifest, lock]);
	return `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
}

/** The exact n8n version in a package.json; fails if it is missing or a range. */
export function pinnedVersion(manifest: string): string {
	const match = /"n8n":\s*"(\d+\.\d+\.\d+)"/.exec(manifest);
	if (!match?.[1]) throw new SetupError('The recipe must pin n8n to one exact version.');
	return match[1];
}

/**
 * The folder of installations for all clones of this repository: `KAINIC_N8N_CACHE`, else a folder
 * in the user's cache directory.
 */
export function cacheFolder(): string {
	const chosen = process.env['KAINIC_N8N_CACHE'];
	if (chosen) return resolve(chosen);
	const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
	return resolve(caches, 'n8n-nodes-kainic');
}
