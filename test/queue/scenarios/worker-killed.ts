import assert from 'node:assert/strict';
import {
	type StoredWorkflow,
	callWebhook,
	chain,
	code,
	kainic,
	listExecutions,
	nodeRuns,
	outputItems,
	waitForExecution,
	webhook,
} from '../../../tools/n8n';
import { until } from '../../support/workflows/data-tables';
import { workerOf } from '../workers';
import { test, type QueueStage } from '../queue-stage';

const path = 'queue-crash';

const eventCount = 20_000;

const makeEvents = `
return Array.from({ length: ${eventCount} }, (_, index) => ({
	json: { platform: 'web', anon_uid: 'visitor-' + (index % 500), event_number: index },
}));`;

/** A webhook that is answered at once and then sends 20,000 events. */
const eventWorkflow = chain('Events', [
	webhook(path, 'atOnce'),
	code('Events', makeEvents),
	kainic('Kainic Event', { trackerId: 'tracker-web', eventSource: 'inputItem', output: 'summary' }),
]);

/** Fires a workflow's webhook and gives the id of the execution that it starts. */
async function fire({ n8n }: QueueStage, workflow: StoredWorkflow): Promise<string> {
	const known = new Set((await listExecutions(n8n, workflow)).map(({ id }) => id));
	assert.ok((await callWebhook(n8n, path)).ok);
	const started = async () =>
		(await listExecutions(n8n, workflow)).find(({ id }) => !known.has(id))?.id;
	await until(async () => (await started()) !== undefined);
	return String(await started());
}

function arrived({ emulator }: QueueStage): number {
	return new Set(emulator.world.ledger.events.map(({ event }) => event['event_number'])).size;
}

test('a worker is killed in the middle: n8n says so, and firing again loses no event', async (stage) => {
	const { workers, n8n, emulator, report } = stage;
	const workflow = await stage.activate(eventWorkflow);
	emulator.inject({ kind: 'delay', delayMs: 100, endpoint: 'events', count: 'always' });
	const first = await fire(stage, workflow);
	const { ledger } = emulator.world;
	await until(() => ledger.events.length >= eventCount * 0.3, 120_000);
	const victim = workerOf(workers, first);
	await stage.killWorker(victim);

	const failed = await waitForExecution(n8n, first, 240_000);
	const partly = arrived(stage);
	assert.ok(['error', 'crashed'].includes(failed.status), failed.status);
	assert.deepEqual(nodeRuns(failed, 'Kainic Event'), []);
	assert.ok(partly > 0 && partly < eventCount, String(partly));
	assert.equal(ledger.events.length, partly);
	emulator.world.faults.clear();
	const second = await fire(stage, workflow);
	const again = await waitForExecution(n8n, second, 120_000);
	assert.equal(again.status, 'success', again.errorMessage);
	assert.equal(outputItems(again, 'Kainic Event')[0]?.json['accepted'], eventCount);
	assert.notEqual(workerOf(workers, second).name, victim.name);
	assert.equal(arrived(stage), eventCount);
	assert.equal(ledger.events.length, partly + eventCount);
	report(`        "${failed.status}" after ${partly} events; fired again, none is lost`);
});
