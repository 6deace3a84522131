import { findChromium } from '../../test/e2e/setting/chromium';
import { findPrograms } from '../../test/queue/services/programs';
import { installN8n, printReport, runMain } from '../n8n';
import { findProgram, installDebianPackages } from '../n8n/debian';

/** What compiles n8n's database driver where no ready-made one can be fetched. */
const compilers = ['python3', 'make', 'g++'];

/** Installs what runs of a real n8n need, unless it is there: n8n, a browser, two services. */
async function main(): Promise<void> {
	const missing = compilers.filter((name) => findProgram(name) === undefined);
	if (missing.length > 0) await installDebianPackages(missing, printReport);
	await Promise.all([
		installN8n(),
		findChromium(printReport).then(async () => await findPrograms(printReport)),
	]);
}

runMain(main, 'Usage: npm test -- prepare\nInstalls what runs of a real n8n need.');
