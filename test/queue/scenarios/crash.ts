import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { nodeRuns, outputItems, waitForExecution } from '../../../harness';
import { workerOf } from '../workers';
import type { QueueScenario, QueueStage } from '../stage';
import { arrivals, eventCount, eventWorkflow, fire, spread } from './event-workflow';

const path = 'queue-crash';

export const killedWorker: QueueScenario = {
	name: 'a worker is killed in the middle: n8n says so, and firing again loses no event',
	async run(stage) {
		const { workers, n8n, emulator, report } = stage;
		const workflow = await stage.activate(eventWorkflow(path));
		emulator.inject({ kind: 'delay', delayMs: 100, endpoint: 'events', count: 'always' });
		const first = await fire(stage, workflow, path, 'crash');
		await untilArrived(stage, eventCount * 0.3);
		const victim = workerOf(workers, first);
		await victim.server.kill();

		const failed = await waitForExecution(n8n, first, 240_000);
		const partly = spread(arrivals(stage));
		assert.ok(['error', 'crashed'].includes(failed.status), failed.status);
		assert.deepEqual(nodeRuns(failed, 'Kainic Event'), []);
		assert.ok(partly.never > 0 && partly.once > 0, JSON.stringify(partly));
		emulator.world.faults.clear();
		const second = await fire(stage, workflow, path, 'again');
		const again = await waitForExecution(n8n, second, 120_000);
		assert.equal(again.status, 'success', again.errorMessage);
		assert.equal(outputItems(again, 'Kainic Event')[0]?.json['accepted'], eventCount);
		assert.notEqual(workerOf(workers, second).name, victim.name);
		const whole = spread(arrivals(stage));
		assert.deepEqual(whole, { never: 0, once: partly.never, more: eventCount - partly.never });
		report(`        "${failed.status}" after ${partly.once} events; fired again, none is lost`);
	},
};

async function untilArrived({ emulator }: QueueStage, events: number): Promise<void> {
	const { ledger } = emulator.world;
	for (const limit = Date.now() + 120_000; ledger.events.length < events; await wait(20)) {
		if (Date.now() > limit) throw new Error(`Only ${ledger.events.length} events arrived.`);
	}
}
