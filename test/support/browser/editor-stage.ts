import { test as base, type Browser, type BrowserContext, type Page } from '@playwright/test';
import {
	openStage,
	printReport as report,
	n8nSettings,
	type N8nMajor,
	type Session,
	type Stage,
} from '../../../tools/n8n';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { openStandInShop, type StandInShop } from '../doubles/example-shop';
import { documentationCamera, noCamera, type Camera } from './camera';
import { findChromium } from '../../../tools/n8n/chromium';
import { deleteDataTables } from '../workflows/data-tables';
import { openShops, type Shops } from '../doubles/all-doubles';

/** A stage with a browser, and with the shop that the example workflows need. */
export interface EditorStage extends Stage {
	readonly camera: Camera;
	/** Replaces the https://shop.example of the examples. */
	readonly shop: StandInShop;
	readonly shops: Shops;
	/** A folder that n8n may read. */
	readonly folder: string;
	/** Opens a tab that is logged in to n8n. */
	openTab(): Promise<Page>;
}

/** No sandbox, since tests may run as root; and no conversation with anybody but this machine. */
export const switches = [
	'--headless=new',
	'--no-sandbox',
	'--disable-gpu',
	// The headless shell would move letters to whole pixels.
	'--font-render-hinting=none',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// A proxy would look names up by itself, whatever the rules say.
	'--no-proxy-server',
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

interface OfProject {
	/** Whose settings n8n has in all scenarios of a project. */
	major: N8nMajor;
	/** Ends with this process. After a scenario has failed, the next one runs in a new process. */
	opened: EditorStage & { readonly profile: BrowserContext };
}

const scenario = base.extend<{ stage: EditorStage }, OfProject>({
	major: ['n8n3', { option: true, scope: 'worker' }],
	launchOptions: [
		async ({}, use) => use({ executablePath: await findChromium(report), args: switches }),
		{ scope: 'worker' },
	],
	opened: [
		async ({ browser, major }, use) => {
			const folder = temporaryFolder('e2e-files');
			const shop = await openStandInShop();
			const shops = await openShops();
			const env = {
				...n8nSettings[major],
				...shops.env,
				N8N_RESTRICT_FILE_ACCESS_TO: folder.path,
			};
			const stage = await openStage({ env, report });
			const camera = process.env['KAINIC_PICTURES'] ? documentationCamera : noCamera;
			const profile = await openProfile(browser, stage.n8n);
			const openTab = async () => await profile.newPage();
			await use({ ...stage, camera, shop, shops, folder: folder.path, profile, openTab });
			await Promise.all([stage.close(), shop.close(), shops.close()]);
			folder.remove();
		},
		{ scope: 'worker', timeout: 0 },
	],
	stage: async ({ opened }, use) => {
		opened.emulator.reset();
		await deleteDataTables(opened.n8n);
		await use(opened);
		opened.shop.reset();
		await Promise.all(opened.profile.pages().map(async (page) => await page.close()));
	},
});

/**
 * Declares one thing that a user does in n8n. With `@n8n-2` in its name it also runs with the settings of
 * n8n 2 (`@n8n-2-night`: only at night), and with `@night` it runs only at night.
 */
export const test = (name: string, run: (stage: EditorStage) => Promise<void>): void =>
	scenario(name, async ({ stage }) => await run(stage));

/**
 * A profile in which n8n knows its owner, and in which nothing beyond this machine is reached. All tabs
 * share it, so that n8n's editor is fetched and compiled once.
 */
export async function openProfile(
	browser: Browser,
	{ url, cookie, browserId }: Session,
): Promise<BrowserContext> {
	const context = await browser.newContext({
		viewport: { width: 1240, height: 860 },
		deviceScaleFactor: process.env['KAINIC_PICTURES'] ? 2 : 1,
		// Animations of the canvas take a seventh of the browser's time.
		reducedMotion: 'reduce',
		permissions: ['clipboard-read', 'clipboard-write'],
		// n8n would compress its whole editor.
		extraHTTPHeaders: { 'Accept-Encoding': 'identity' },
	});
	context.setDefaultTimeout(60_000);
	const [name = '', ...value] = cookie.split('=');
	await context.addCookies([{ name, value: value.join('='), url }]);
	await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), browserId);
	return context;
}
