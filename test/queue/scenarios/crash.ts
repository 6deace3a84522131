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

		const start = performance.now();
		const failed = await waitForExecution(n8n, first, 240_000);
		const seconds = Math.round((performance.now() - start) / 1000);
		const partly = spread(arrivals(stage));
		assert.ok(['error', 'crashed'].includes(failed.status), failed.status);
		assert.deepEqual(nodeRuns(failed, 'Kainic Event'), []);
		assert.ok(partly.never > 0 && partly.once > 0, JSON.stringify(partly));
		report(`        ${victim.name} was killed; ${seconds} s later n8n reports "${failed.status}"`);
		report(`        (${failed.errorMessage ?? 'without a message'})`);
		report('        and keeps nothing of what the node had done');
		report(`        Kainic has ${eventCount - partly.never} events; ${partly.never} are missing`);

		emulator.world.faults.clear();
		const second = await fire(stage, workflow, path, 'again');
		const again = await waitForExecution(n8n, second, 120_000);
		assert.equal(again.status, 'success', again.errorMessage);
		assert.equal(outputItems(again, 'Kainic Event')[0]?.json['accepted'], eventCount);
		const helper = workerOf(workers, second);
		assert.notEqual(helper.name, victim.name);
		const whole = spread(arrivals(stage));
		assert.deepEqual(whole, { never: 0, once: partly.never, more: eventCount - partly.never });
		report(`        fired again, run by ${helper.name}: none is lost, ${whole.once} arrived once,`);
		report(`        ${whole.more} twice: those that the killed worker had sent`);
	},
};

async function untilArrived({ emulator }: QueueStage, events: number): Promise<void> {
	const { ledger } = emulator.world;
	for (const limit = Date.now() + 120_000; ledger.events.length < events; await wait(20)) {
		if (Date.now() > limit) throw new Error(`Only ${ledger.events.length} events arrived.`);
	}
}
