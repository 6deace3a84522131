import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import {
	type StoredWorkflow,
	callWebhook,
	chain,
	code,
	kainic,
	manualTrigger,
	node,
	startManually,
	trigger,
	waitForExecution,
	webhook,
} from '../../../harness';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';

const itemCount = 10_000;

/** Items that hold the process for seconds: four expressions each, resolved by n8n. */
const manyItems = `return Array.from({ length: ${itemCount} }, (_, index) => ({ json: { visitor: 'v-' + index, kind: 'view', item: 'p-' + (index % 10) } }));`;

const fields = {
	trackerId: 'tracker-web',
	eventSource: 'fields',
	platform: 'web',
	anonUid: '={{ $json.visitor }}',
	eventFields: {
		assignments: [
			{ id: '1', name: 'event_name', value: '={{ $json.kind }}', type: 'string' },
			{ id: '2', name: 'item_id', value: '={{ $json.item }}', type: 'string' },
			{ id: '3', name: 'label', value: '={{ $json.kind + $json.item }}', type: 'string' },
		],
	},
	options: {},
};

async function importLongWorkflow({ importWorkflow }: EditorStage): Promise<StoredWorkflow> {
	return await importWorkflow(
		chain('Ten thousand events', [
			manualTrigger(),
			code('Many Items', manyItems),
			kainic('Kainic Event', fields, { onError: 'continueErrorOutput' }),
		]),
	);
}

export const webhookMeanwhile: EditorScenario = {
	name: 'a webhook of another workflow is answered within a second while 10,000 events are planned',
	async run(stage) {
		const { n8n, emulator, report } = stage;
		const pong = node('Pong', 'n8n-nodes-base.noOp', 1, {});
		await stage.activate(chain('Ping', [webhook('planning-ping', 'firstItem'), pong]));
		const workflow = await importLongWorkflow(stage);
		const execution = await startManually(n8n, workflow, trigger);
		const { ledger } = emulator.world;
		const times: number[] = [];
		while (ledger.events.length < itemCount) {
			const underWay = ledger.requests.length > 0;
			const start = performance.now();
			const answer = await callWebhook(n8n, 'planning-ping');
			assert.equal(answer.status, 200);
			// What n8n itself does with ten thousand items afterwards is not the planning.
			const stillUnderWay = ledger.events.length < itemCount;
			if (underWay && stillUnderWay) times.push(performance.now() - start);
			await wait(20);
		}
		assert.equal((await waitForExecution(n8n, execution)).status, 'success');
		const slowest = Math.max(...times);
		report(
			`        ${times.length} answers meanwhile, the slowest after ${Math.round(slowest)} ms`,
		);
		assert.ok(times.length >= 3, 'the planning was over before the webhook was called');
		assert.ok(slowest < 1000, `the slowest answer took ${slowest} ms`);
	},
};
