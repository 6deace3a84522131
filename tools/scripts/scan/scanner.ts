import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onProcessEnd } from '../../n8n/cleanup';
import { npm } from '../../n8n/npm';
import { cacheFolder } from '../../n8n/recipe';
import { SetupError } from '../../n8n/setup-error';

/** What n8n's scanner says of a package. */
export interface Verdict {
	passed: boolean;
	/** Why it did not pass, or that there was nothing to look at. */
	message?: string;
	/** The findings, as a table for people. */
	details?: string;
}

/** n8n's own scanner for community packages, used offline. */
export interface Scanner {
	/** Which files it takes from a package's sources, as glob patterns. */
	SOURCE_FILE_PATTERNS: string[];
	/** Looks at the files of a folder that match the patterns: at all code and JSON when there are none. */
	analyzePackage(folder: string, patterns?: string[]): Promise<Verdict>;
}

const recipeFiles = ['package.json', 'package-lock.json'];

/** Loads the scanner from the cache that all clones share, and installs it first where it is missing. */
export async function loadScanner(report: (line: string) => void): Promise<Scanner> {
	const folder = join(cacheFolder(), `scanner-${fingerprint()}`);
	if (!existsSync(folder)) {
		report(`Installing n8n's scanner into ${folder} (once) …`);
		await install(folder);
	}
	const entry = join(folder, 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs');
	const loaded: unknown = await import(pathToFileURL(entry).href);
	if (!isScanner(loaded)) throw new SetupError(`${entry} is not the scanner that was expected.`);
	return loaded;
}

function fingerprint(): string {
	const hash = createHash('sha256');
	for (const name of recipeFiles) hash.update(readFileSync(join(__dirname, name)));
	return hash.digest('hex').slice(0, 12);
}

async function install(folder: string): Promise<void> {
	const partial = `${folder}.partial-${process.pid}-${Date.now()}`;
	mkdirSync(partial, { recursive: true });
	const forget = onProcessEnd(() => void rm(partial, { recursive: true, force: true }));
	try {
		for (const name of recipeFiles) await copyFile(join(__dirname, name), join(partial, name));
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

function isScanner(loaded: unknown): loaded is Scanner {
	return (
		typeof loaded === 'object' &&
		loaded !== null &&
		'analyzePackage' in loaded &&
		'SOURCE_FILE_PATTERNS' in loaded
	);
}
