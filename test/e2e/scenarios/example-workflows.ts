import assert from 'node:assert/strict';
import {
	type RunningN8n,
	type Scenario,
	type Stage,
	type StoredCredential,
	createCredential,
	type WorkflowFile,
} from '../../../tools/n8n';
import type { Fault } from '../../../tools/emulator';
import { isObject, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { readExample, whileActive } from './examples';
import { until } from './failed-rows';

/** A running n8n and its Kainic. */
export type WebhookStage = RunningN8n & Pick<Stage, 'emulator' | 'report'>;

/** A scenario that needs no browser, and so runs on n8n 1.x too. */
export type WebhookScenario = Scenario<WebhookStage>;

export interface WebhookAnswer {
	readonly status: number;
	readonly body: JsonObject;
	readonly milliseconds: number;
}

/** Asks the webhook of an example: with text as it is, with bytes as if they were JSON, with nothing, or with any other value as JSON. */
export type Ask = (body: unknown) => Promise<WebhookAnswer>;

/** Imports an example, as it is or changed, and keeps it active while `work` calls its webhook. */
export async function withExample(
	stage: WebhookStage,
	file: string | WorkflowFile,
	work: (ask: Ask) => Promise<void>,
	more: readonly StoredCredential[] = [],
): Promise<void> {
	const example = typeof file === 'string' ? readExample(file) : file;
	const path = webhookPath(example.nodes);
	const { n8n } = stage;
	const key = await createCredential(n8n, shopCredential);
	try {
		const stored = [...Object.values(stage.credentials), key, ...more];
		await whileActive(stage, example, stored, async () => {
			await work(async (body) => await askWebhook(`${n8n.url}/webhook/${path}`, body));
		});
	} finally {
		await n8n.rest('DELETE', `/credentials/${key.id}`);
	}
}

/** The header by which an example knows the shop. */
export const identified = { 'x-shop-key': 'of-the-shop' };

/** The same as n8n stores it. */
export const shopCredential = {
	name: 'Header Auth account',
	type: 'httpHeaderAuth',
	data: { name: 'x-shop-key', value: 'of-the-shop' },
};

async function askWebhook(url: string, body: unknown): Promise<WebhookAnswer> {
	const start = performance.now();
	const isText = typeof body === 'string';
	const type = isText ? 'text/plain' : 'application/json';
	const isSent = isText || body instanceof Uint8Array;
	const response = await fetch(url, {
		method: 'POST',
		signal: AbortSignal.timeout(120_000),
		headers: { ...identified, ...(body !== undefined && { 'content-type': type }) },
		...(body !== undefined && { body: isSent ? Buffer.from(body) : JSON.stringify(body) }),
	});
	const answered: unknown = await response.json();
	return {
		status: response.status,
		body: objectOf(answered, 'an answer'),
		milliseconds: performance.now() - start,
	};
}

function webhookPath(nodes: readonly JsonObject[]): string {
	const webhook = nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	const parameters = isObject(webhook?.['parameters']) ? webhook['parameters'] : {};
	return String(parameters['path']);
}

/** The products of an answer, by their IDs. */
export function itemIds({ body }: WebhookAnswer): unknown[] {
	const items: unknown = body['items'];
	assert.ok(Array.isArray(items));
	return items.map((item) => objectOf(item, 'a product')['item_id']);
}

const bestsellers = ['bestseller-1', 'bestseller-2'];

export const recommendationsExample: WebhookScenario = {
	name: 'Example: a webhook answers recommendations, and bestsellers where there are none or Kainic fails',
	run: async (stage) => {
		const { emulator } = stage;
		await withExample(stage, 'recommendations-webhook.json', async (ask) => {
			const visitor = { anon_uid: 'visitor-1', item_ids: ['seed-1', 'seed-2'], type: 'similar' };
			const good = await ask(visitor);
			assert.equal(good.status, 200);
			assert.equal(good.body['source'], 'kainic');
			assert.equal(good.body['anon_uid'], 'visitor-1');
			assert.deepEqual(itemIds(good).slice(0, 2), ['seed-3', 'seed-4']);

			emulator.change({ recommendationCount: 0 });
			const empty = await ask(visitor);
			emulator.change({ recommendationCount: 10, models: { 'model-popular': 'broken' } });
			const failed = await ask(visitor);
			const wrong = await ask({ anon_uid: 'visitor-1' });
			assertBestsellers(empty, /^Kainic has nothing to recommend/, 'visitor-1');
			assertBestsellers(failed, /./, 'visitor-1');
			assertBestsellers(wrong, /Item IDs and Type are both empty/, 'visitor-1');

			emulator.change({ models: {} });
			for (const items of [undefined, {}, { 0: 'sku-1' }, null, 'sku-1', 5]) {
				emulator.inject(answerWith({ items, kainic_mid: 'm' }));
				assertBestsellers(await ask(visitor), /^The response of Kainic has no list/, 'visitor-1');
			}
			for (const body of strangeBodies) assertBestsellers(await ask(body), /./, undefined);
		});
	},
};

/** What a shop, or somebody else, may send to a webhook. n8n 1 does not start a workflow that takes an empty body as a file. */
export const strangeBodies: readonly unknown[] = [
	...['text', '{"broken"', '[]', [], [[]], [{}], {}, { body: null }],
	...['{"item_ids": ["a "quoted" one"]}', '{', 'null', '5', '"text"'].map((text) =>
		Buffer.from(text),
	),
	...[{ anon_uid: null }, { anon_uid: {} }, { anon_uid: '', type: 'similar' }],
];

export const emptyQuestions: WebhookScenario = {
	name: 'Example: a storefront that asks without a body gets bestsellers',
	run: async (stage) => {
		for (const file of ['recommendations-webhook.json', 'experiment-webhook.json']) {
			await withExample(stage, file, async (ask) => {
				for (const body of [undefined, '']) {
					const answer = await ask(body);
					assert.equal(answer.status, 200);
					assert.deepEqual(itemIds(answer), bestsellers);
				}
			});
		}
	},
};

function assertBestsellers(answer: WebhookAnswer, reason: RegExp, visitor: unknown): void {
	assert.equal(answer.status, 200);
	assert.equal(answer.body['source'], 'bestsellers');
	assert.match(String(answer.body['reason']), reason);
	if (visitor !== undefined) assert.equal(answer.body['anon_uid'], visitor);
	assert.deepEqual(itemIds(answer), bestsellers);
}

/** A success of Kainic with this data. */
export function answerWith(data: unknown): Fault {
	return {
		kind: 'answer',
		status: 200,
		contentType: 'application/json',
		body: JSON.stringify({ status: 'success', data }),
	};
}

export const experimentExample: WebhookScenario = {
	name: 'Example: an experiment answers each group with its content, and Kainic hears who saw what',
	run: async (stage) => {
		const { ledger } = stage.emulator.world;
		await withExample(stage, 'experiment-webhook.json', async (ask) => {
			const sessions = Array.from({ length: 20 }, (_, index) => `session-${index}`);
			const groups = new Map<string, unknown>();
			for (const sid of sessions) {
				const answer = await ask({ anon_uid: `visitor-of-${sid}`, sid, type: 'trending' });
				assert.equal(answer.status, 200);
				assert.equal(answer.body['anon_uid'], `visitor-of-${sid}`);
				groups.set(sid, answer.body['group']);
				const isControl = answer.body['group'] === 'control';
				assert.equal(itemIds(answer)[0] === 'bestseller-1', isControl);
			}
			assert.deepEqual(new Set(groups.values()), new Set(['model', 'control']));
			await until(() => ledger.events.length === sessions.length);
			const exposures = ledger.events.map(({ event }) => [event['sid'], event['group']] as const);
			assert.deepEqual(new Map(exposures), groups);

			stage.emulator.change({ experiments: { 'experiment-home': { active: false, groups: [] } } });
			const failed = await ask({ anon_uid: 'visitor-1', sid: 'session-1', type: 'trending' });
			assertNoGroup(failed, /not active/);
			const before = ledger.events.length;
			for (const items of [undefined, {}, null, 'sku-1', []]) {
				stage.emulator.inject(answerWith({ items, kainic_mid: 'm' }));
				const answer = await ask({ anon_uid: 'visitor-1', sid: 'session-1', type: 'trending' });
				assertNoGroup(answer, /no list of items|nothing to recommend/);
			}
			for (const body of strangeBodies) assertNoGroup(await ask(body), /./);
			assert.equal(ledger.events.length, before);
		});
	},
};

function assertNoGroup(answer: WebhookAnswer, reason: RegExp): void {
	assert.equal(answer.status, 200);
	assert.deepEqual(itemIds(answer), bestsellers);
	assert.equal(answer.body['group'], null);
	assert.match(String(answer.body['reason']), reason);
}
