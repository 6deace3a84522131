import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	type RunningN8n,
	type Scenario,
	type Stage,
	callWebhook,
	deactivateWorkflow,
	parseWorkflow,
} from '../../../harness';
import { isObject, objectOf, type JsonObject } from '../../../harness/json';

/** A running n8n and its Kainic. */
export type WebhookStage = RunningN8n & Pick<Stage, 'emulator' | 'report'>;

/** A scenario that needs no browser, and so runs on n8n 1.x too. */
export type WebhookScenario = Scenario<WebhookStage>;

export interface WebhookAnswer {
	readonly status: number;
	readonly body: JsonObject;
	readonly milliseconds: number;
}

/** Asks the webhook of an example with a JSON body. */
export type Ask = (body: JsonObject) => Promise<WebhookAnswer>;

/** Imports an example, and keeps it active while `work` calls its webhook. */
export async function withExample(
	{ n8n, activate }: WebhookStage,
	file: string,
	work: (ask: Ask) => Promise<void>,
): Promise<void> {
	const text = readFileSync(join(__dirname, '../../../examples', file), 'utf8');
	const example = parseWorkflow(text);
	const path = webhookPath(example.nodes);
	const workflow = await activate(example);
	try {
		await work(async (body) => {
			const start = performance.now();
			const answer = await callWebhook(n8n, path, body);
			const answered: unknown = await answer.json();
			return {
				status: answer.status,
				body: objectOf(answered, 'an answer'),
				milliseconds: performance.now() - start,
			};
		});
	} finally {
		await deactivateWorkflow(n8n, workflow);
	}
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
	run: checkRecommendationsExample,
};

async function checkRecommendationsExample(stage: WebhookStage): Promise<void> {
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
		for (const answer of [empty, failed, wrong]) {
			assert.equal(answer.status, 200);
			assert.equal(answer.body['source'], 'bestsellers');
			assert.equal(answer.body['anon_uid'], 'visitor-1');
			assert.deepEqual(itemIds(answer), bestsellers);
		}
	});
}

export const experimentExample: WebhookScenario = {
	name: 'Example: an experiment answers each group with its content, and Kainic hears who saw what',
	run: checkExperimentExample,
};

async function checkExperimentExample(stage: WebhookStage): Promise<void> {
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
		assert.deepEqual(itemIds(failed), bestsellers);
		assert.equal(failed.body['group'], null);
	});
}

export const orderExample: WebhookScenario = {
	name: 'Example: an order becomes an event for each line, and the shop hears whether Kainic has them',
	run: checkOrderExample,
};

async function checkOrderExample(stage: WebhookStage): Promise<void> {
	const { ledger } = stage.emulator.world;
	await withExample(stage, 'order-events-webhook.json', async (ask) => {
		const lines = [
			{ item_id: 'sku-1', quantity: 2, price: 19.9 },
			{ item_id: 'sku-2', quantity: 1, price: 5 },
		];
		const order = { order_id: 'A-1', anon_uid: 'visitor-1', uid: 'customer-1', lines };
		const good = await ask(order);
		assert.deepEqual([good.status, good.body], [200, { order_id: 'A-1', events: 2, accepted: 2 }]);
		assert.deepEqual(
			ledger.events.map(({ event: { occurred_at: time, ...event } }) => [typeof time, event]),
			lines.map((line) => {
				const buyer = { platform: 'web', anon_uid: 'visitor-1', uid: 'customer-1' };
				return ['string', { ...buyer, event: 'purchase', order_id: 'A-1', ...line }];
			}),
		);

		stage.emulator.change({ credit: 0 });
		const failed = await ask(order);
		assert.deepEqual(
			[failed.status, failed.body],
			[502, { order_id: 'A-1', events: 2, accepted: 0 }],
		);
	});
}

async function until(condition: () => boolean): Promise<void> {
	for (const end = Date.now() + 10_000; !condition() && Date.now() < end;) {
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	assert.ok(condition());
}
