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
import { openBrowser, openTab } from './browser';
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
	/** Whether the pictures of the documentation are to be taken. */
	readonly takesPictures: boolean;
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
export async function setStage(report: Report, takesPictures: boolean): Promise<SetStage> {
	const installation = await installN8n('n8n2', report);
	const executable = await findChromium(report);
	report('Building and packing this package …');
	const packed = await packThisPackage();
	const emulator = await startEmulator();
	report(`Starting n8n ${installation.version} with this package installed …`);
	const server = await startServer({ installation, packages: [packed.tarball], env: settings });
	const browser = await openBrowser(executable);
	const n8n = await logIn(server.url);
	const credentials = await createCredentials(n8n, emulator);
	return {
		...{ n8n, server, emulator, credentials, packed, report, takesPictures },
		openTab: async () => await openTab(browser, n8n),
		closeTabs: async () => {
			await Promise.all(browser.contexts().map(async (context) => await context.close()));
		},
		screenshots: async () => await Promise.all(pagesOf(browser).map((page) => page.screenshot())),
		close: async () => {
			await Promise.all([browser.close(), server.stop(), emulator.close()]);
			packed.remove();
		},
	};
}

/** Users in a shop are on the clock of their shop, and so are the pictures. */
const settings = { GENERIC_TIMEZONE: 'UTC', TZ: 'UTC' };

/** Starts another n8n, with the package installed, for `work` alone. */
export async function withServer(
	installation: Installation,
	packed: PackedPackage,
	work: (n8n: Session) => Promise<void>,
): Promise<void> {
	const server = await startServer({ installation, packages: [packed.tarball], env: settings });
	try {
		await work(await logIn(server.url));
	} finally {
		await server.stop();
	}
}

/** Stores the emulator's two keys, each as a credential of its own. */
export async function createCredentials(
	n8n: Session,
	{ url, world }: Emulator,
): Promise<Stage['credentials']> {
	const { apiKey, experimentApiKey, projectId } = world.settings;
	const common = { projectId, baseUrl: url };
	return {
		project: await createCredential(n8n, {
			name: 'Kainic (local emulator)',
			type: 'kainicApi',
			data: { ...common, apiKey, keyType: 'project' },
		}),
		experiment: await createCredential(n8n, {
			name: 'Kainic experiment (local emulator)',
			type: 'kainicApi',
			data: { ...common, apiKey: experimentApiKey, keyType: 'experiment' },
		}),
	};
}

function pagesOf(browser: Browser): Page[] {
	return browser.contexts().flatMap((context) => context.pages());
}
