import { join } from 'node:path';
import { findChromium } from '../n8n/chromium';
import { installN8n, printReport, runMain } from '../n8n';
import { installedTool } from '../n8n/install';
import { findProgram, installDebianPackages } from '../n8n/debian';

/** What compiles n8n's database driver where no ready-made one can be fetched. */
const compilers = ['python3', 'make', 'g++'];

/** Installs what the tests need, unless it is there: n8n, its scanner and a browser. */
async function main(): Promise<void> {
	const missing = compilers.filter((name) => findProgram(name) === undefined);
	// Only root can install them, and most machines do not need them.
	if (missing.length > 0 && process.getuid?.() === 0)
		await installDebianPackages(missing, printReport);
	await Promise.all([
		installN8n(),
		installedTool('scanner', join(__dirname, 'scan'), printReport),
		findChromium(printReport),
	]);
}

runMain(main, 'Usage: npm test -- prepare\nInstalls what the tests need.');
