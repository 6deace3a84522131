import { test as base } from '@playwright/test';
import {
	activateWorkflow,
	createCredential,
	deactivateWorkflow,
	importWorkflow,
	openStage,
	printReport as report,
	n8nSettings,
	type Stage,
	type StoredCredential,
	type StoredWorkflow,
} from '../../../tools/n8n';
import { everyFewSeconds } from '../../support/workflows/impatient';
import { readExample } from '../../support/workflows/examples';
import { shopKey } from '../../support/doubles/all-doubles';
import { chromiumForShops, withVisitors, type Visitor } from '../browser';
import { openFronts, type Front } from '../front';
import { openOpenCartShop, type OpenCartShop } from './shop';

/** A real OpenCart, n8n behind HTTPS with its workflows' credentials, and a local Kainic. */
export interface RealShop extends Stage {
	readonly shop: OpenCartShop;
	/** The address of n8n that the shop knows. */
	readonly front: Front;
	readonly stored: readonly StoredCredential[];
	/** The browser of a new visitor. */
	visitor(): Promise<Visitor>;
	/** Publishes an example until the scenario ends. Posted orders that wait are read every few seconds. */
	publish(file: string): Promise<void>;
}

interface OfProject {
	opened: Omit<RealShop, 'visitor' | 'publish'>;
}

const scenario = base.extend<{ real: RealShop }, OfProject>({
	launchOptions: [async ({}, use) => await use(await chromiumForShops()), { scope: 'worker' }],
	opened: [
		async ({}, use) => {
			const fronts = await openFronts();
			const { shop: ofShop, n8n: front, certificate } = fronts;
			const options = { url: ofShop.url, n8n: front.url, certificate, key: shopKey.value };
			const shop = await openOpenCartShop(options);
			ofShop.target = shop.port;
			const env = { ...n8nSettings.n8n3, NODE_EXTRA_CA_CERTS: certificate };
			const stage = await openStage({ env, report });
			front.target = stage.server.port;
			const header = await createCredential(stage.n8n, {
				...{ name: 'Header Auth account', type: 'httpHeaderAuth', data: shopKey },
			});
			const stored = [...Object.values(stage.credentials), header];
			await use({ ...stage, shop, front, stored });
			await Promise.all([stage.close(), shop.close()]);
			await fronts.close();
		},
		{ scope: 'worker', timeout: 0 },
	],
	real: async ({ opened, browser }, use) => {
		opened.emulator.reset();
		const published: StoredWorkflow[] = [];
		const publish = async (file: string): Promise<void> => {
			const replaced = file.startsWith('order') ? { 'Every Five Minutes': everyFewSeconds } : {};
			const example = readExample(file, { shop: opened.shop.url, replaced });
			const stored = await importWorkflow(opened.n8n, example, opened.stored);
			published.push(stored);
			await activateWorkflow(opened.n8n, stored);
		};
		await withVisitors(browser, async (visitor) => await use({ ...opened, visitor, publish }));
		for (const workflow of published) await deactivateWorkflow(opened.n8n, workflow);
	},
});

export const test = (name: string, run: (real: RealShop) => Promise<void>): void =>
	scenario(name, async ({ real }) => await run(real));
