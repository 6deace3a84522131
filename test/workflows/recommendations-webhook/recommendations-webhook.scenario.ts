import assert from 'node:assert/strict';
import { arrayOf, type JsonObject } from '../../../tools/n8n/json';
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

test('Example: a webhook answers recommendations, and bestsellers where there are few or none or Kainic fails @n8n-2', async (stage) => {
	const { emulator } = stage;
	await addRows(stage.n8n, 'Kainic health', columnsOf('health.json'), []);
	await withExample(stage, 'recommendations-webhook.json', async (ask) => {
		const visitor = { anon_uid: 'visitor-1', item_ids: ['seed-1', 'seed-2'], type: 'similar' };
		const good = await ask(visitor);
		assert.equal(good.status, 200);
		assert.equal(good.body['source'], 'kainic');
		assert.equal(good.body['kainic_mid'], 'model-popular');
		assert.equal(typeof good.body['deployment_job_id'], 'string');
		assert.deepEqual(itemIds(good).slice(0, 2), ['seed-3', 'seed-4']);
		assertRanked(good);
		// The node asks again.
		emulator.inject({ kind: 'answer', status: 503 });
		assert.equal((await ask(visitor)).body['source'], 'kainic');
		// As a page asks, so that the browser needs no permission first.
		const form = { anon_uid: 'visitor-1', item_ids: 'seed-1,seed-3', type: 'similar' };
		assert.equal(itemIds(await ask(new URLSearchParams(form)))[0], 'seed-2');

		// Fewer than the box shows are left.
		const few = [{ item_id: 'a' }, { item_id: 'b', in_stock: false }, { item_id: 'c' }, 'd'];
		emulator.inject(answerWith({ items: few, kainic_mid: 'm' }));
		const mixed = await ask({ ...visitor, limit: 3, exclude_ids: 'c' });
		const cards = arrayOf(mixed.body['items'], 'items').map((item) => Object(item));
		assert.deepEqual(
			cards.map(({ item_id: id, source }) => `${id} ${source}`),
			['a kainic', 'd kainic', 'bestseller-1 bestsellers'],
		);
		assert.deepEqual([mixed.body['source'], mixed.body['kainic_mid']], ['kainic', 'm']);
		assertRanked(mixed);
		const rows = await tableRows(stage.n8n, 'Kainic health');
		assert.ok(rows.every((row) => row['answers'] === 1 && row['bestsellers'] === 0));
		emulator.change({ recommendationCount: 0 });
		const empty = await ask(visitor);
		emulator.change({ recommendationCount: 10, models: { 'model-popular': 'broken' } });
		const failed = await ask(visitor);
		const wrong = await ask({ anon_uid: 'visitor-1' });
		for (const answer of [empty, failed, wrong]) assertBestsellers(answer);
		emulator.change({ models: {} });
		// What Kainic refused counts, and what the node refused does not: anybody can post that.
		const message = 'No items requested to get similarities for!';
		const body = JSON.stringify({ status: 'fail', message });
		emulator.inject({ kind: 'answer', status: 400, body });
		assertBestsellers(await ask({ anon_uid: 'visitor-1', type: 'similar' }));
		const saved = async () => await tableRows(stage.n8n, 'Kainic health');
		const isHome = ({ reason }: JsonObject) => String(reason).includes(message);
		await until(async () => (await saved()).some(isHome));
		const [home] = (await saved()).filter(isHome);
		assert.deepEqual([home?.['answers'], home?.['bestsellers']], [1, 1]);
		assert.match(String(home?.['reason']), /\n/, 'what happened, and what to do');
		assert.equal((await saved()).filter(({ answers }) => answers === 0).length, 1);
		for (const items of [undefined, {}, { 0: 'sku-1' }, null, 'sku-1', 5]) {
			emulator.inject(answerWith({ items, kainic_mid: 'm' }));
			assertBestsellers(await ask(visitor));
		}
		for (const body of parsedBodies) assertBestsellers(await ask(body));
		assert.equal((await ask(Buffer.from('{"broken"'))).status, 422);
	});
});

/** A visitor does not get to know why there are bestsellers. */
function assertBestsellers(answer: WebhookAnswer): void {
	assert.equal(answer.status, 200);
	assert.equal(answer.body['source'], 'bestsellers');
	assert.deepEqual(itemIds(answer), bestsellers);
	assertRanked(answer);
	assert.deepEqual(Object.keys(answer.body).sort(), fieldsOfAnswer);
}
