import assert from 'node:assert/strict';
import type { WorkflowFile } from '../../../tools/n8n';
import type { Fault } from '../../../tools/emulator';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import type { Session } from '../../../tools/n8n/session';
import type { EditorStage } from '../browser/editor-stage';
import { shopKey } from '../doubles/all-doubles';
import { addRows } from './data-tables';
import { columnsOf, readExample, whileActive } from './examples';
import { withShopCredentials } from './run-example';

export interface WebhookAnswer {
	readonly status: number;
	readonly body: JsonObject;
	readonly milliseconds: number;
}

/** Asks the webhook of an example: with text and forms as they are, with bytes as if they were JSON, with nothing, or with any other value as JSON. */
export type Ask = (body: unknown) => Promise<WebhookAnswer>;

/** Imports an example, as it is or changed, and keeps it active while `work` calls its webhook. */
export async function withExample(
	stage: EditorStage,
	file: string | WorkflowFile,
	work: (ask: Ask) => Promise<void>,
): Promise<void> {
	const example = typeof file === 'string' ? readExample(file) : file;
	const webhook = example.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	const address = `${stage.n8n.url}/webhook/${Object(webhook?.['parameters']).path}`;
	await withShopCredentials(stage, async (stored) => {
		await addBestsellers(stage.n8n, bestsellers);
		await whileActive(stage, example, stored, async () => {
			await work(async (body) => await askWebhook(address, body));
		});
	});
}

export async function askWebhook(url: string, body: unknown): Promise<WebhookAnswer> {
	const start = performance.now();
	const isForm = body instanceof URLSearchParams;
	const isText = typeof body === 'string' || isForm;
	const isSent = isText || body instanceof Uint8Array;
	const type = isForm
		? 'application/x-www-form-urlencoded'
		: isText
			? 'text/plain'
			: 'application/json';
	const response = await fetch(url, {
		method: 'POST',
		signal: AbortSignal.timeout(120_000),
		headers: { [shopKey.name]: shopKey.value, ...(body !== undefined && { 'content-type': type }) },
		...(body !== undefined && {
			body: isSent ? Buffer.from(isForm ? body.toString() : body) : JSON.stringify(body),
		}),
	});
	const answer = objectOf(await response.json(), 'an answer');
	return { status: response.status, body: answer, milliseconds: performance.now() - start };
}

export function itemIds({ body }: WebhookAnswer): unknown[] {
	const items: unknown = body['items'];
	assert.ok(Array.isArray(items));
	return items.map((item) => objectOf(item, 'a product')['item_id']);
}

/** What a shop, or somebody else, may send to a webhook. */
export const strangeBodies: readonly unknown[] = [
	...['text', '{"broken"', '[]', [], [[]], [{}], {}, { body: null }],
	...['{"item_ids": ["a "quoted" one"]}', '{', 'null', '5', '"text"'].map((text) =>
		Buffer.from(text),
	),
	...[{ anon_uid: null }, { anon_uid: {} }, { anon_uid: '', type: 'similar' }],
];

export function answerWith(data: unknown): Fault {
	return {
		kind: 'answer',
		status: 200,
		contentType: 'application/json',
		body: JSON.stringify({ status: 'success', data }),
	};
}

/** What the workflows for pages answer if Kainic has nothing. */
export const bestsellers = ['bestseller-1', 'bestseller-2'];

/** Products that a catalog workflow found, by their IDs or as they are. */
export async function addBestsellers(
	n8n: Session,
	products: ReadonlyArray<string | JsonObject>,
): Promise<void> {
	const columns = columnsOf('woocommerce-catalog.json', 'Create Bestsellers');
	const items = JSON.stringify(
		products.map((each) => (typeof each === 'string' ? { item_id: each } : each)),
	);
	const row = { shop: 'own', at: Date.now(), origin: 'orders', items };
	await addRows(n8n, 'Kainic bestsellers', columns, [row]);
}

/** Without those that n8n itself refuses, such as broken JSON. */
export const parsedBodies = [
	...strangeBodies.filter((body) => !(body instanceof Uint8Array)),
	undefined,
	'',
];

export const fieldsOfAnswer = ['deployment_job_id', 'items', 'kainic_mid', 'source'];

export function assertRanked({ body }: WebhookAnswer): void {
	const ranks = arrayOf(body['items'], 'items').map((item) => Object(item).rank);
	assert.deepEqual(
		ranks,
		Array.from(ranks, (_, index) => index + 1),
	);
}
