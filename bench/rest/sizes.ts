import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const bytesPerKilobyte = 1000;

/** Size of a file, in kB of 1,000 bytes. */
export function fileKilobytes(path: string): number {
	return statSync(path).size / bytesPerKilobyte;
}

/** What all files below a folder hold together, in kB of 1,000 bytes; links are not followed. */
export function folderKilobytes(folder: string): number {
	const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	const stats = entries.map((entry) => lstatSync(join(folder, entry)));
	const bytes = stats.reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
	return bytes / bytesPerKilobyte;
}
