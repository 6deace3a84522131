import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../../emulator';
import {
	createCredential,
	elapsed,
	installN8n,
	logIn,
	packThisPackage,
	printReport as say,
	startServer,
} from '../../scripts/n8n';
import { fullExample, refusedUploads, stockExample } from './scenarios/catalog-examples';
import { openStandInShop } from './scenarios/catalog-shop';

const scenarios = [fullExample, stockExample, refusedUploads];

/** Runs the scenarios of Kainic Catalog, which need no browser, on a real n8n with data tables. */
async function main(): Promise<void> {
	const installation = await installN8n('n8n2', say);
	const packed = await packThisPackage();
	const [emulator, shop] = await Promise.all([startEmulator(), openStandInShop()]);
	const folder = mkdtempSync(join(tmpdir(), 'kainic-stock-'));
	const server = await startServer({
		installation,
		packages: [packed.tarball],
		env: { N8N_RESTRICT_FILE_ACCESS_TO: folder, N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' },
	});
	try {
		const n8n = await logIn(server.url);
		const { apiKey, projectId } = emulator.world.settings;
		const credential = await createCredential(n8n, {
			name: 'Kainic account',
			type: 'kainicApi',
			data: { apiKey, projectId, baseUrl: emulator.url, keyType: 'project' },
		});
		say(`n8n ${installation.version}`);
		for (const { name, run } of scenarios) {
			const start = performance.now();
			emulator.reset();
			await run({ n8n, emulator, credential, shop, folder });
			say(`ok      ${name} (${elapsed(start)})`);
		}
	} finally {
		await Promise.all([server.stop(), emulator.close(), shop.close()]);
		packed.remove();
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
