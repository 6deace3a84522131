import assert from 'node:assert/strict';
import { runManually } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { test } from '../../support/browser/editor-stage';
import { columnsOf, readExample, whileActive } from '../../support/workflows/examples';
import { withShopCredentials } from '../../support/workflows/run-example';
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

test('Example: the sessions that saw an experiment become the sums of each day and group @n8n-2-night', async (stage) => {
	const { n8n } = stage;
	const example = readExample('experiment-webhook.json', { shop: stage.shop.url });
	await withShopCredentials(stage, async (stored) => {
		await whileActive(stage, example, stored, async (workflow) => {
			const run = async () => {
				const { status, errorMessage } = await runManually(n8n, workflow, 'Every Hour');
				assert.equal(status, 'success', errorMessage);
				const rows = await tableRows(n8n, 'Kainic experiment days');
				return rows.map(({ group, sessions, orders, revenue }) => [
					...[group, sessions, orders, revenue],
				]);
			};
			// The first run makes both tables.
			assert.deepEqual(await run(), []);
			const columns = columnsOf('experiment-webhook.json', 'Create Exposures Table');
			const seen = (sid: string, group: string, kainic_exp_id = 'experiment-home') => ({
				...{ sid, group, kainic_exp_id, anon_uid: `of-${sid}`, fallback: 0, at: Date.now() },
			});
			const exposures = [seen('a', 'model'), seen('b', 'control'), seen('c', 'model', 'other')];
			await addRows(n8n, 'Kainic exposures', columns, exposures);
			const order = { shop: 's', order_id: '1', event_name: 'purchase', state: 'accepted' };
			const bought_at = new Date(Date.now() + 1000).toISOString();
			const line = { ...order, quantity: 2, price: 10, currency: 'EUR', bought_at };
			await addRows(n8n, 'Kainic order events', columnsOf('woocommerce-orders.json'), [
				{ ...line, anon_uid: 'of-a' },
			]);
			const sums = [
				['model', 1, 1, 20],
				['control', 1, 0, 0],
			];
			assert.deepEqual(await run(), sums);
			assert.deepEqual(await run(), sums);
		});
	});
});
