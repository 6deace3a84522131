import { activateWorkflow, deactivateWorkflow, type StoredWorkflow } from '../../../tools/n8n';
import { shopKey } from '../../support/doubles/all-doubles';
import { everyFewSeconds } from '../../support/workflows/impatient';
import {
	importExample,
	shopTest,
	withScenario,
	withShop,
	type Addresses,
	type OpenedShop,
	type ShopStage,
} from '../shop-stage';
import { openOpenCartShop, type OpenCartShop } from './shop';

export interface RealShop extends ShopStage<OpenCartShop> {
	/** Publishes an example until the scenario ends. Posted orders that wait are read every few seconds. */
	publish(file: string): Promise<void>;
}

/** The list of products that the extension of this shop makes. */
export const productsOf =
	({ shop }: Pick<RealShop, 'shop'>) =>
	(text: string): string =>
		text.replace(
			`${shop.url}/api/products`,
			`${shop.url}/index.php?route=extension/kainic/products`,
		);

const scenario = shopTest.extend<{ real: RealShop }, { opened: OpenedShop<OpenCartShop> }>({
	opened: [
		async ({}, use) => {
			const account = { name: 'Header Auth account', type: 'httpHeaderAuth', data: shopKey };
			const build = async (addresses: Addresses) =>
				await openOpenCartShop(addresses, shopKey.value);
			await withShop(
				build,
				() => account,
				async (opened) => {
					await opened.shop.upload();
					await opened.shop.setUp();
					await use(opened);
				},
			);
		},
		{ scope: 'worker', timeout: 0 },
	],
	real: async ({ opened, browser }, use) => {
		const published: StoredWorkflow[] = [];
		const publish = async (file: string): Promise<void> => {
			const replaced = file.startsWith('order') ? { 'Every Five Minutes': everyFewSeconds } : {};
			const stored = await importExample(opened, file, { replaced });
			published.push(stored);
			await activateWorkflow(opened.n8n, stored);
		};
		await withScenario(opened, browser, async (real) => await use({ ...real, publish }));
		for (const workflow of published) await deactivateWorkflow(opened.n8n, workflow);
	},
});

export const test = (name: string, run: (real: RealShop) => Promise<void>): void =>
	scenario(name, async ({ real }) => await run(real));
