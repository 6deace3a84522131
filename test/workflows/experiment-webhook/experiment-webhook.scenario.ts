import assert from 'node:assert/strict';
import type { JsonObject } from '../../../tools/n8n/json';
import { test } from '../../support/browser/editor-stage';
import { columnsOf } from '../../support/workflows/examples';
import { addRows, tableRows, until } from '../../support/workflows/data-tables';
import {
	answerWith,
	assertRanked,
	bestsellers,
	fieldsOfAnswer,
	itemIds,
	parsedBodies,
	withExample,
	type WebhookAnswer,
} from '../../support/workflows/webhooks';

test('Example: an experiment answers each group with its content, and sends nothing @n8n-2', async (stage) => {
	const { ledger } = stage.emulator.world;
	await addRows(stage.n8n, 'Kainic health', columnsOf('health.json'), []);
	await withExample(stage, 'experiment-webhook.json', async (ask) => {
		const sessions = Array.from({ length: 6 }, (_, index) => `session-${index}`);
		const groups = new Map<string, unknown>();
		for (const sid of sessions) {
			const answer = await ask({ anon_uid: `visitor-of-${sid}`, sid, type: 'trending' });
			assert.equal(answer.status, 200);
			assertRanked(answer);
			groups.set(sid, answer.body['group']);
			const isControl = answer.body['group'] === 'control';
			assert.equal(answer.body['source'], isControl ? 'control' : 'kainic');
			assert.equal(itemIds(answer)[0] === 'bestseller-1', isControl);
		}
		assert.deepEqual(new Set(groups.values()), new Set(['model', 'control']));
		assert.deepEqual(await tableRows(stage.n8n, 'Kainic health'), []);

		stage.emulator.change({ experiments: { 'experiment-home': { active: false, groups: [] } } });
		const failed = await ask({ anon_uid: 'visitor-1', sid: 'session-1', type: 'trending' });
		assertFallback(failed);
		const isEnded = ({ reason }: JsonObject) =>
			/^Experiment experiment-home: The experiment is not active.*\nStart the/.test(String(reason));
		await until(async () => (await tableRows(stage.n8n, 'Kainic health')).some(isEnded));
		for (const items of [undefined, {}, null, 'sku-1', []]) {
			stage.emulator.inject(answerWith({ items, kainic_mid: 'm' }));
			const answer = await ask({ anon_uid: 'visitor-1', sid: 'session-1', type: 'trending' });
			// A visitor of a group stays in it.
			assertFallback(answer, 'model');
		}
		for (const body of parsedBodies) assertFallback(await ask(body));
		assert.deepEqual(ledger.events, []);
	});
});

function assertFallback(answer: WebhookAnswer, group: string | null = null): void {
	assert.equal(answer.status, 200);
	assert.deepEqual(itemIds(answer), bestsellers);
	assert.equal(answer.body['source'], 'bestsellers');
	assert.equal(answer.body['group'], group);
	const keys = [...fieldsOfAnswer, 'group', 'kainic_exp_id'];
	assert.deepEqual(Object.keys(answer.body).sort(), keys.sort());
}
