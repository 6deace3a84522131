import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startEmulator, type Emulator } from '../../../emulator';
import {
	createCredential,
	installN8n,
	logIn,
	packThisPackage,
	startServer,
	type Installation,
	type PackedPackage,
	type Report,
	type Server,
	type Session,
	type StoredCredential,
} from '../../../scripts/n8n';
import { onProcessEnd } from '../../../scripts/n8n/cleanup';
import { openStandInShop, type StandInShop } from '../scenarios/catalog-shop';
import { openBrowser, openTab } from './browser';
import type { Camera } from './camera';
import { findChromium } from './chromium';

/** What every scenario works with. */
export interface Stage {
	readonly n8n: Session;
	readonly server: Server;
	readonly emulator: Emulator;
	readonly credentials: {
		readonly project: StoredCredential;
		readonly experiment: StoredCredential;
	};
	/** This package, for a scenario that starts another n8n. */
	readonly packed: PackedPackage;
	readonly report: Report;
	readonly camera: Camera;
	/** The shop that the examples speak with, in place of their https://shop.example. */
	readonly shop: StandInShop;
	/** A folder that n8n may read. */
	readonly folder: string;
	/** A new tab of the browser, logged in; the runner closes it when the scenario has ended. */
	openTab(): Promise<Page>;
}

/** A stage with the means to end what it started. */
export interface SetStage extends Stage {
	closeTabs(): Promise<void>;
	/** Pictures of all open tabs, for whoever has to find out why a scenario failed. */
	screenshots(): Promise<Buffer[]>;
	close(): Promise<void>;
}

/** Installs and starts everything; nothing of it outlives this process. */
export async function setStage(report: Report, camera: Camera): Promise<SetStage> {
	const installation = await installN8n('n8n2', report);
	const executable = await findChromium(report);
	report('Building and packing this package …');
	const packed = await packThisPackage();
	const [emulator, shop] = await Promise.all([startEmulator(), openStandInShop()]);
	const folder = makeFolder();
	report(`Starting n8n ${installation.version} with this package installed …`);
	const server = await startServer({
		installation,
		packages: [packed.tarball],
		env: environment(folder),
	});
	const browser = await openBrowser(executable);
	const n8n = await logIn(server.url);
	const credentials = await createCredentials(n8n, emulator);
	return {
		...{ n8n, server, emulator, credentials, packed, report, camera, shop, folder },
		openTab: async () => await openTab(browser, n8n),
		closeTabs: async () => {
			await Promise.all(browser.contexts().map(async (context) => await context.close()));
		},
		screenshots: async () => await Promise.all(pagesOf(browser).map((page) => page.screenshot())),
		close: async () => {
			await Promise.all([browser.close(), server.stop(), emulator.close(), shop.close()]);
			packed.remove();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Files of a catalog are streamed from the disk, as in any larger installation. */
function environment(folder: string): Record<string, string> {
	return { N8N_RESTRICT_FILE_ACCESS_TO: folder, N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
}

function makeFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'kainic-e2e-files-'));
	onProcessEnd(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Starts another n8n, with the package installed, for `work` alone. */
export async function withServer(
	installation: Installation,
	packed: PackedPackage,
	work: (n8n: Session) => Promise<void>,
): Promise<void> {
	const server = await startServer({ installation, packages: [packed.tarball] });
	try {
		await work(await logIn(server.url));
	} finally {
		await server.stop();
	}
}

/** Stores the emulator's two keys, under the names that the examples use. */
export async function createCredentials(
	n8n: Session,
	{ url, world }: Emulator,
): Promise<Stage['credentials']> {
	const { apiKey, experimentApiKey, projectId } = world.settings;
	const common = { projectId, baseUrl: url };
	return {
		project: await createCredential(n8n, {
			name: 'Kainic account',
			type: 'kainicApi',
			data: { ...common, apiKey, keyType: 'project' },
		}),
		experiment: await createCredential(n8n, {
			name: 'Kainic experiment account',
			type: 'kainicApi',
			data: { ...common, apiKey: experimentApiKey, keyType: 'experiment' },
		}),
	};
}

function pagesOf(browser: Browser): Page[] {
	return browser.contexts().flatMap((context) => context.pages());
}
