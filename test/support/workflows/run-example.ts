import assert from 'node:assert/strict';
import {
	importWorkflow,
	runManually,
	type Execution,
	type StoredCredential,
	type StoredWorkflow,
} from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { shopifyVariant } from '../doubles/shopify';
import { wooProduct } from '../doubles/woocommerce';
import type { EditorStage } from '../browser/editor-stage';
import type { Shops } from '../doubles/all-doubles';
import { impatient, readExample, whileActive } from './examples';
import { deleteDataTables } from './data-tables';

export const [nightly, every15] = ['Start Every Night', 'Start Every 15 Minutes'];

/** The workflow of a shop: as a click starts it, which reads the whole catalog, and as its schedule starts it. */
type ShopWorkflow = Readonly<Record<'whole' | 'night' | 'stock', StoredWorkflow>>;

/** Imports the example of a shop and keeps it active during `work`; the shops are empty afterwards. */
export async function withShopExample(
	stage: EditorStage,
	file: string,
	work: (example: ShopWorkflow) => Promise<void>,
	change: (text: string) => string = impatient,
): Promise<void> {
	await withShopCredentials(stage, async (credentials) => {
		const read = (more = (text: string) => text) =>
			readExample(file, {
				shop: stage.shops.woocommerce.url,
				change: (text) => more(change(text)),
			});
		const store = async (more: (text: string) => string) =>
			await importWorkflow(stage.n8n, read(more), credentials);
		await whileActive(stage, read(), credentials, async (whole) => {
			const night = await store((text) => scheduled(text, true));
			const stock = await store((text) => scheduled(text, false));
			await work({ whole, night, stock });
		});
	});
}

/** Lets a workflow take a click for its schedule, in the minute of the night run or twenty minutes later. */
function scheduled(text: string, isNight: boolean): string {
	const changed = text.replace(
		/\$execution\.mode === 'test' \?.*\.toMillis\(\)/,
		isNight ? 'Date.now()' : 'Date.now() - 1200000',
	);
	assert.notEqual(changed, text);
	return changed;
}

/** Keeps the shops' credentials in n8n, besides those of Kainic, during `work`; the shops are empty afterwards. */
export async function withShopCredentials(
	{ n8n, credentials, shops }: EditorStage,
	work: (stored: readonly StoredCredential[]) => Promise<void>,
): Promise<void> {
	const ofShops = await shops.createCredentials(n8n);
	try {
		await work([...Object.values(credentials), ...ofShops]);
	} finally {
		shops.reset();
		await deleteDataTables(n8n);
		for (const { id } of ofShops) await n8n.rest('DELETE', `/credentials/${id}`);
	}
}

export async function runShop({ n8n }: EditorStage, workflow: StoredWorkflow): Promise<Execution> {
	const execution = await runManually(n8n, workflow, every15, 180_000);
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
export function assertCatalog({ emulator }: EditorStage, rows: readonly JsonObject[]): void {
	const products = emulator.world.ledger.catalogs.of('store-1')?.products ?? [];
	assert.deepEqual(byId(products), byId(rows));
}

function byId(rows: readonly JsonObject[]): JsonObject[] {
	return [...rows].sort((a, b) => Number(a['item_id']) - Number(b['item_id']));
}

/** Whatever is wrong with the file of a shop, nothing is uploaded and the run says why. */
export async function assertFilesRefused(
	{ emulator, shop }: EditorStage,
	run: () => Promise<Execution>,
	files: ReadonlyArray<readonly [body: string | Uint8Array, says: RegExp]>,
): Promise<void> {
	const { uploads } = emulator.world.ledger.catalogs;
	const before = uploads.length;
	for (const [body, says] of files) {
		const answer = () => ({ status: 200, body });
		shop.faults = [{ concerns: () => true, answer, times: Infinity }];
		const { status, errorMessage = '' } = await run();
		const what = String(body).slice(0, 200);
		assert.equal(status, 'error', what);
		assert.match(errorMessage, says, what);
		assert.equal(uploads.length, before, what);
	}
	shop.faults = [];
}
