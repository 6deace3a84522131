import assert from 'node:assert/strict';
import {
	callWebhook,
	chain,
	itemsNode,
	listExecutions,
	runManually,
	webhook,
	type WorkflowFile,
} from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import {
	calling,
	changed,
	everyFewSeconds,
	impatientPostedOrders,
	never,
} from '../../support/workflows/impatient';
import { test } from '../../support/browser/editor-stage';
import { deleteDataTables, tableRows, until } from '../../support/workflows/data-tables';
import { withExample } from '../../support/workflows/webhooks';

test('Two copies of order-events-webhook in one n8n: an order of one shop does not count for the other', async (stage) => {
	const { events } = stage.emulator.world.ledger;
	const order = (quantity: number) => ({
		...{ order_id: 'A-1', anon_uid: 'visitor-1', lines: [{ item_id: 'shoe', quantity }] },
	});
	await withExample(stage, impatientPostedOrders({}, 1), async (askOne) => {
		await withExample(stage, impatientPostedOrders({}, 2), async (askTwo) => {
			for (const ask of [askOne, askTwo]) assert.equal((await ask(order(2))).status, 200);
			await until(() => events.length === 2);
			assert.equal((await askTwo(order(0))).status, 200);
			await until(() => events.length === 3);
			const ids = events.map(({ event }) => String(event['event_id']).split(':'));
			assert.deepEqual(
				ids.map(([name]) => name),
				['purchase', 'purchase', 'refund'],
			);
			assert.equal(new Set(ids.slice(0, 2).map(([, shop]) => shop)).size, 2);
		});
	});
});

/** Hands one event that failed to a copy of the example. */
function caller(path: string, copy: string): WorkflowFile {
	const failed = { platform: 'web', anon_uid: 'visitor-1', event_name: 'purchase', error: {} };
	return chain(path, [webhook(path, 'atOnce'), itemsNode('Failed Event', [failed]), calling(copy)]);
}

test('Two copies of failed-events in one n8n: each sends only the events that were passed to it', async (stage) => {
	const { n8n, emulator } = stage;
	const { events } = emulator.world.ledger;
	const rows = async () => await tableRows(n8n, 'Kainic events to send again');
	const copy = (rule: JsonObject) =>
		changed('failed-events.json', 60, { 'Every Five Minutes': rule });
	const [idle, busy] = [
		await stage.activate(copy(never)),
		await stage.activate(copy(everyFewSeconds)),
	];
	await stage.activate(caller('failed-in-idle', idle.id));
	await stage.activate(caller('failed-in-busy', busy.id));
	await callWebhook(n8n, 'failed-in-idle', {});
	await until(async () => (await rows()).length === 1);
	await callWebhook(n8n, 'failed-in-busy', {});
	await until(() => events.length === 1);
	const runs = async () => (await listExecutions(n8n, busy)).length;
	const enough = (await runs()) + 2;
	await until(async () => (await runs()) >= enough);
	assert.equal(events.length, 1, 'the busy copy sends nothing of the idle one');
	assert.deepEqual(
		(await rows()).map(({ tries, state }) => [tries, state]),
		[[0, 'waiting']],
	);
	const { status, errorMessage } = await runManually(n8n, idle, 'Every Five Minutes');
	assert.equal(status, 'success', errorMessage);
	assert.equal(events.length, 2);
	await deleteDataTables(n8n);
});
