import assert from 'node:assert/strict';
import {
	runManually,
	type Execution,
	type Scenario,
	type StoredCredential,
	type StoredWorkflow,
} from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import type { ShopFault } from '../../shops/shared/faults';
import type { ShopRequest } from '../../shops/shared/shop-server';
import { shopifyVariant } from '../../shops/shopify';
import { wooProduct } from '../../shops/woocommerce';
import type { EditorStage } from '../setting/stage';
import type { Shops } from '../setting/shops';
import type { WebhookStage } from './example-workflows';
import { readExample, whileActive, type ExampleChanges } from './examples';
import { deleteDataTables } from './failed-rows';

/** A running n8n, its Kainic and the doubles of the shops. */
export interface ShopStage extends WebhookStage {
	readonly shops: Shops;
}

export type ShopScenario = Scenario<ShopStage>;

export const [night, quarter] = ['Every Night', 'Every Quarter of an Hour'];

/** Imports an example of a shop and keeps it active during `work`; the shops are empty afterwards. */
export async function withShopExample(
	stage: ShopStage,
	file: string,
	work: (example: StoredWorkflow) => Promise<void>,
	changes: ExampleChanges = {},
): Promise<void> {
	await withShopCredentials(stage, async (ofShops) => {
		const example = readExample(file, { shop: stage.shops.woocommerce.url, ...changes });
		await whileActive(stage, example, [...Object.values(stage.credentials), ...ofShops], work);
	});
}

/** Keeps the shops' credentials in n8n during `work`; the shops are empty afterwards. */
export async function withShopCredentials(
	{ n8n, shops }: Pick<ShopStage, 'n8n' | 'shops'>,
	work: (credentials: readonly StoredCredential[]) => Promise<void>,
): Promise<void> {
	const credentials = await shops.createCredentials(n8n);
	try {
		await work(credentials);
	} finally {
		shops.reset();
		await deleteDataTables(n8n);
		for (const { id } of credentials) await n8n.rest('DELETE', `/credentials/${id}`);
	}
}

/** Runs an example by one of its triggers; fails if the run does. */
export async function runShop(
	{ n8n }: ShopStage,
	example: StoredWorkflow,
	trigger: string,
): Promise<Execution> {
	const execution = await runManually(n8n, example, trigger, 180_000);
	assert.equal(execution.status, 'success', execution.errorMessage);
	return execution;
}

/** A product that just changed, so that runs of both kinds find it. */
export function fillShelves({ woocommerce, shopify }: Shops): void {
	const now = new Date().toISOString();
	woocommerce.products = [wooProduct(10_000, { date_modified_gmt: now.slice(0, 19) })];
	shopify.variants = [shopifyVariant(1, { updatedAt: now })];
}

/** Compares what Kainic holds of the store that the examples name with what it should hold. */
export function assertCatalog({ emulator }: ShopStage, rows: readonly JsonObject[]): void {
	const products = emulator.world.ledger.catalogs.of('store-1')?.products ?? [];
	assert.deepEqual(byId(products), byId(rows));
}

function byId(rows: readonly JsonObject[]): JsonObject[] {
	return [...rows].sort((a, b) => Number(a['item_id']) - Number(b['item_id']));
}

/** Something wrong with a shop: the requests that meet it, what they get, and what the run says. */
export type Trouble = readonly [
	what: string,
	concerns: (request: ShopRequest) => boolean,
	answer: ShopFault['answer'],
	says: RegExp,
];

/** Whatever is wrong, nothing is uploaded and the run says why. */
export async function assertRefused(
	{ emulator }: Pick<EditorStage, 'emulator'>,
	shop: { faults: ShopFault[] },
	run: () => Promise<Execution>,
	troubles: readonly Trouble[],
): Promise<void> {
	const { uploads } = emulator.world.ledger.catalogs;
	const before = uploads.length;
	for (const [what, concerns, answer, says] of troubles) {
		shop.faults = [{ concerns, answer, times: Infinity }];
		const { status, errorMessage = '' } = await run();
		assert.equal(status, 'error', what);
		assert.match(errorMessage, says, what);
		assert.equal(uploads.length, before, what);
	}
	shop.faults = [];
}
