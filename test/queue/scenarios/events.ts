import assert from 'node:assert/strict';
import { outputItems, waitForExecution } from '../../../harness';
import { workerOf } from '../workers';
import type { QueueScenario } from '../stage';
import { arrivals, eventCount, eventWorkflow, fire, spread } from './event-workflow';

const path = 'queue-events';

export const manyEvents: QueueScenario = {
	name: '20,000 events of one workflow run on a worker and arrive once each',
	async run(stage) {
		const { n8n, workers, emulator, report } = stage;
		const workflow = await stage.activate(eventWorkflow(path));
		const id = await fire(stage, workflow, path, 'whole');
		const execution = await waitForExecution(n8n, id, 120_000);
		assert.equal(execution.status, 'success', execution.errorMessage);

		const summary = outputItems(execution, 'Kainic Event')[0]?.json ?? {};
		const { accepted, requests } = summary;
		assert.equal(accepted, eventCount);
		assert.deepEqual(spread(arrivals(stage)), { never: 0, once: eventCount, more: 0 });
		assert.equal(emulator.world.ledger.requests.length, requests);
		report(`        ${workerOf(workers, id).name} sent them in ${String(requests)} requests`);
	},
};
