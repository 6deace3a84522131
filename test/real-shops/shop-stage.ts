import assert from 'node:assert/strict';
import { test as base, type Browser } from '@playwright/test';
import {
	createCredential,
	type CredentialInput,
	importWorkflow,
	n8nSettings,
	openStage,
	printReport as report,
	type Stage,
	type StoredCredential,
	type StoredWorkflow,
} from '../../tools/n8n';
import type { JsonObject } from '../../tools/n8n/json';
import { deleteDataTables } from '../support/workflows/data-tables';
import { readExample, type ExampleChanges } from '../support/workflows/examples';
import { chromiumForShops, withVisitors, type Visitor } from './browser';
import { openFronts, type Front } from './front';

/** A shop that listens on a port of this machine. */
interface Shop {
	/** The address that its visitors know, without a slash at the end. */
	readonly url: string;
	readonly port: number;
	close(): Promise<void>;
}

/** A real shop, n8n behind HTTPS with the credentials of its workflows, and a local Kainic. */
export interface ShopStage<OfShop extends Shop = Shop> extends Stage {
	readonly shop: OfShop;
	/** The address of n8n that the shop knows. */
	readonly front: Front;
	readonly stored: readonly StoredCredential[];
	/** The browser of a new visitor. */
	visitor(): Promise<Visitor>;
}

export type OpenedShop<OfShop extends Shop> = Omit<ShopStage<OfShop>, 'visitor'>;

/** What a shop has to know before it is built. */
export interface Addresses {
	readonly shop: string;
	readonly n8n: string;
	/** File of the certificate that both have. */
	readonly certificate: string;
}

/** Builds a shop and starts n8n while `use` runs. `account` is the credential with which n8n knows the shop. */
export async function withShop<OfShop extends Shop>(
	build: (addresses: Addresses) => Promise<OfShop>,
	account: (shop: OfShop) => CredentialInput,
	use: (opened: OpenedShop<OfShop>) => Promise<void>,
): Promise<void> {
	const { shop: ofShop, n8n: front, certificate, close } = await openFronts();
	const env = { ...n8nSettings.n8n3, NODE_EXTRA_CA_CERTS: certificate };
	const [shop, stage] = await Promise.all([
		build({ shop: ofShop.url, n8n: front.url, certificate }),
		openStage({ env, report }),
	]);
	ofShop.target = shop.port;
	front.target = stage.server.port;
	const credential = await createCredential(stage.n8n, account(shop));
	await use({ ...stage, shop, front, stored: [...Object.values(stage.credentials), credential] });
	await Promise.all([stage.close(), shop.close()]);
	await close();
}

/** A browser for these hosts. */
export const shopTest = base.extend<object, object>({
	launchOptions: [async ({}, use) => await use(await chromiumForShops()), { scope: 'worker' }],
});

/** Kainic and the data tables are empty at the start. */
export async function withScenario<OfShop extends Shop>(
	opened: OpenedShop<OfShop>,
	browser: Browser,
	use: (real: ShopStage<OfShop>) => Promise<void>,
): Promise<void> {
	opened.emulator.reset();
	await deleteDataTables(opened.n8n);
	await withVisitors(browser, async (visitor) => await use({ ...opened, visitor }));
}

/** Imports an example with the address of the shop. */
export async function importExample(
	{ n8n, shop, stored }: Pick<ShopStage, 'n8n' | 'shop' | 'stored'>,
	file: string,
	changes: ExampleChanges = {},
): Promise<StoredWorkflow> {
	return await importWorkflow(n8n, readExample(file, { shop: shop.url, ...changes }), stored);
}

/** The events that Kainic accepted; only those with this name, if there is one. */
export function eventsIn({ emulator }: Pick<Stage, 'emulator'>, name?: string): JsonObject[] {
	const all = emulator.world.ledger.events.map(({ event }) => event);
	return name === undefined ? all : all.filter((event) => event['event_name'] === name);
}

/** Kainic accepted no event twice. */
export function assertOnce(real: Pick<Stage, 'emulator'>): void {
	const ids = eventsIn(real).map((event) => event['event_id']);
	const again = ids.filter((id, index) => ids.indexOf(id) < index);
	assert.deepEqual(again, []);
}
