import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
	activateWorkflow,
	deactivateWorkflow,
	importWorkflow,
	parseWorkflow,
	type Scenario,
	type StoredCredential,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../../harness';
import { arrayOf, isObject, objectOf, textOf, type JsonObject } from '../../../harness/json';
import { shopifyVariant } from '../../shops/shopify';
import { wooProduct } from '../../shops/woocommerce';
import type { WebhookStage } from './example-workflows';
import { impatient, switchedOn, type Change } from './run-example';
import type { Shops } from '../setting/shops';

/** A running n8n, its Kainic and the doubles of the shops. */
export interface ShopStage extends WebhookStage {
	readonly shops: Shops;
}

export type ShopScenario = Scenario<ShopStage>;

/** Parameters by the name of their node, put over the example's own. */
export type Replacements = Readonly<Record<string, JsonObject>>;

/** An active example. */
export interface ActiveExample {
	readonly workflow: StoredWorkflow;
}

/** Imports an example of a shop and keeps it active during `work`; the shops are empty afterwards. */
export async function withShopExample(
	stage: ShopStage,
	file: string,
	work: (example: ActiveExample) => Promise<void>,
	replaced: Replacements = {},
): Promise<void> {
	await withShopCredentials(stage, async (credentials) => {
		await withActive(
			stage,
			file,
			[...Object.values(stage.credentials), ...credentials],
			work,
			replaced,
		);
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

async function withActive(
	stage: ShopStage,
	file: string,
	credentials: readonly StoredCredential[],
	work: (example: ActiveExample) => Promise<void>,
	replaced: Replacements,
): Promise<void> {
	const { n8n } = stage;
	const example = readExample(file, replaced, stage.shops.woocommerce.url);
	const workflow = await importWorkflow(n8n, example, credentials);
	try {
		await activateWorkflow(n8n, workflow);
		await work({ workflow });
	} finally {
		await deactivateWorkflow(n8n, workflow);
	}
}

/** A product that just changed, so that runs of both kinds find it. */
export function fillShelves({ woocommerce, shopify }: Shops): void {
	const now = new Date().toISOString();
	woocommerce.products = [wooProduct(10_000, { date_modified_gmt: now.slice(0, 19) })];
	shopify.variants = [shopifyVariant(1, { updatedAt: now })];
}

/** The shops here have a few products. */
export const enterMinimum: Change = (text) =>
	text.replace(/("name": "min_products",\s*"value": )""/, '$11');

/** An example whose schedules fire never, unless they are replaced: one that fires takes a run's faults. */
export function readExample(
	file: string,
	replaced: Replacements,
	shop = 'https://shop.example',
): WorkflowFile {
	const text = readFileSync(join(__dirname, '../../../examples', file), 'utf8');
	const own = enterMinimum(impatient(switchedOn(text))).replaceAll('https://shop.example', shop);
	const example = parseWorkflow(own);
	const nodes = example.nodes.map((node) => {
		const parameters = isObject(node['parameters']) ? node['parameters'] : {};
		const rule = node['type'] === 'n8n-nodes-base.scheduleTrigger' ? never : {};
		return { ...node, parameters: { ...parameters, ...rule, ...replaced[String(node['name'])] } };
	});
	for (const name of Object.keys(replaced)) {
		assert.ok(
			nodes.some((node) => Reflect.get(node, 'name') === name),
			name,
		);
	}
	return { ...example, nodes };
}

/** What Kainic holds of the store that the examples name. */
export function catalogOf({ emulator }: ShopStage): JsonObject[] {
	const products = emulator.world.ledger.catalogs.of('store-1')?.products;
	return products === null || products === undefined ? [] : [...products];
}

export const everyFewSeconds = schedule('*/4 * * * * *');
const never = schedule('0 0 0 1 1 *');

function schedule(expression: string): JsonObject {
	return { rule: { interval: [{ field: 'cronExpression', expression }] } };
}

/** So that the next scenario finds n8n as a new user does. */
async function deleteDataTables({ rest }: ShopStage['n8n']): Promise<void> {
	const answer = objectOf(await rest('GET', '/data-tables-global'), 'the data tables');
	for (const entry of arrayOf(answer['data'], 'data tables')) {
		const table = objectOf(entry, 'a data table');
		await rest(
			'DELETE',
			`/projects/${textOf(table, 'projectId')}/data-tables/${textOf(table, 'id')}`,
		);
	}
}

/** Waits for something that a schedule brings about. */
export async function until(condition: () => boolean): Promise<void> {
	for (const end = Date.now() + 120_000; Date.now() < end; await wait(200)) {
		if (condition()) return;
	}
	throw new Error('It did not come to pass in two minutes');
}
