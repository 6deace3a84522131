import assert from 'node:assert/strict';
import { test } from '../setting/stage';
import { until } from './failed-rows';
import { answerWith, itemIds, strangeBodies, withExample, type WebhookAnswer } from './webhooks';

const bestsellers = ['bestseller-1', 'bestseller-2'];
const bodies = [...strangeBodies, undefined, ''];

test('Example: a webhook answers recommendations, and bestsellers where there are none or Kainic fails @n8n-2', async (stage) => {
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
		for (const body of bodies) assertBestsellers(await ask(body), /./, undefined);
	});
});

function assertBestsellers(answer: WebhookAnswer, reason: RegExp, visitor: unknown): void {
	assert.equal(answer.status, 200);
	assert.equal(answer.body['source'], 'bestsellers');
	assert.match(String(answer.body['reason']), reason);
	if (visitor !== undefined) assert.equal(answer.body['anon_uid'], visitor);
	assert.deepEqual(itemIds(answer), bestsellers);
}

test('Example: an experiment answers each group with its content, and Kainic hears who saw what @n8n-2', async (stage) => {
	const { ledger } = stage.emulator.world;
	await withExample(stage, 'experiment-webhook.json', async (ask) => {
		const sessions = Array.from({ length: 6 }, (_, index) => `session-${index}`);
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
		for (const body of bodies) assertNoGroup(await ask(body), /./);
		assert.equal(ledger.events.length, before);
	});
});

function assertNoGroup(answer: WebhookAnswer, reason: RegExp): void {
	assert.equal(answer.status, 200);
	assert.deepEqual(itemIds(answer), bestsellers);
	assert.equal(answer.body['group'], null);
	assert.match(String(answer.body['reason']), reason);
}
