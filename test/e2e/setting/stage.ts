import type { Page } from 'playwright-core';
import { type Report, type Stage, openStage } from '../../../tools/n8n';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { type StandInShop, openStandInShop } from '../scenarios/catalog-shop';
import { openBrowser, openProfile } from './browser';
import type { Camera } from './camera';
import { findChromium } from './chromium';
import { type Shops, openShops } from './shops';

/** A stage with a browser, and with the shop that the example workflows need. */
export interface EditorStage extends Stage {
	readonly camera: Camera;
	/** Replaces the https://shop.example of the examples. */
	readonly shop: StandInShop;
	/** The shops of the examples for WooCommerce and Shopify. */
	readonly shops: Shops;
	/** A folder that n8n may read. */
	readonly folder: string;
	/** Opens a tab that is logged in to n8n. */
	openTab(): Promise<Page>;
}

/** An EditorStage for its runner. */
export interface OpenedEditorStage extends EditorStage {
	/** After each scenario. */
	clear(): Promise<void>;
	/** Pictures of all open tabs. */
	screenshots(): Promise<Buffer[]>;
}

/** Installs and starts everything; nothing of it outlives this process. */
export async function openEditorStage(report: Report, camera: Camera): Promise<OpenedEditorStage> {
	const executable = await findChromium(report);
	const folder = temporaryFolder('e2e-files');
	const shop = await openStandInShop();
	const shops = await openShops();
	const env = {
		...shops.env,
		N8N_RESTRICT_FILE_ACCESS_TO: folder.path,
		// Files are streamed from the disk, as in larger installations.
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	};
	const stage = await openStage({ env, report });
	const browser = await openBrowser(executable);
	const profile = await openProfile(browser, stage.n8n);
	return {
		...{ ...stage, camera, shop, shops, folder: folder.path },
		openTab: async () => await profile.newPage(),
		clear: async () => {
			shop.reset();
			await Promise.all(profile.pages().map(async (page) => await page.close()));
		},
		screenshots: async () =>
			await Promise.all(profile.pages().map(async (page) => await page.screenshot())),
		close: async () => {
			await Promise.all([browser.close(), stage.close(), shop.close(), shops.close()]);
			folder.remove();
		},
	};
}
