import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './recipe';

const keptDays = 30;
const day = 86_400_000;

/** Notes that an installation in the cache was used now. */
export function markUsed(folder: string): void {
	utimesSync(folder, new Date(), new Date());
}

/** Removes the installations that no run has used for 30 days: each bump of n8n leaves one of 3 GB. */
export function removeUnused(folder = cacheFolder()): void {
	for (const name of readdirSync(folder).filter((each) => /^(n8n|scanner|verdaccio)-/.test(each))) {
		const path = join(folder, name);
		const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
		if (Date.now() - used > keptDays * day) rmSync(path, { recursive: true, force: true });
	}
}
