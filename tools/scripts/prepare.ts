import { installN8n, printReport, runMain } from '../n8n';
import { findChromium } from '../../test/e2e/setting/chromium';
import { findPrograms } from '../../test/queue/services/programs';

/** Installs what runs of a real n8n need, unless it is there: n8n, a browser, two services. */
async function main(): Promise<void> {
	await Promise.all([
		installN8n(),
		findChromium(printReport).then(async () => await findPrograms(printReport)),
	]);
}

runMain(main, 'Usage: tools/scripts/prepare.ts\nInstalls what runs of a real n8n need.');
