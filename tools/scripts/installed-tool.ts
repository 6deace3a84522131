import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onProcessEnd } from '../n8n/cleanup';
import { npm } from '../n8n/npm';
import { cacheFolder } from '../n8n/recipe';
import type { Report } from '../n8n/report';
import { markUsed } from '../n8n/unused';

const recipeFiles = ['package.json', 'package-lock.json'];

/**
 * The folder of a tool that is installed apart from this package, in the cache that all clones share.
 * Installs the tool first if it is missing: what the package.json and the lock file in `recipe` name.
 */
export async function installedTool(name: string, recipe: string, report: Report): Promise<string> {
	const folder = join(cacheFolder(), `${name}-${fingerprint(recipe)}`);
	if (!existsSync(folder)) {
		report(`Installing ${name} into ${folder} (once) …`);
		await install(recipe, folder);
	}
	markUsed(folder);
	return folder;
}

function fingerprint(recipe: string): string {
	const hash = createHash('sha256');
	for (const name of recipeFiles) hash.update(readFileSync(join(recipe, name)));
	return hash.digest('hex').slice(0, 12);
}

async function install(recipe: string, folder: string): Promise<void> {
	const partial = `${folder}.partial-${process.pid}-${Date.now()}`;
	mkdirSync(partial, { recursive: true });
	const forget = onProcessEnd(() => void rm(partial, { recursive: true, force: true }));
	try {
		for (const name of recipeFiles) await copyFile(join(recipe, name), join(partial, name));
		await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], partial);
		await moveIntoPlace(partial, folder);
	} finally {
		await rm(partial, { recursive: true, force: true });
		forget();
	}
}

/** The first one wins: whoever finds the place taken is content with it. */
async function moveIntoPlace(partial: string, folder: string): Promise<void> {
	try {
		await rename(partial, folder);
	} catch (error) {
		if (!existsSync(folder)) throw error;
	}
}
