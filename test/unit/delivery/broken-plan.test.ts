import { deliver } from '../../../nodes/shared/delivery/deliver';
import type { Step } from '../../../nodes/shared/delivery/job';
import { unlimited } from '../../../nodes/shared/delivery/retry';
import { fakeTransport, fakeJob, success } from './fake-transport';

function* brokenPlan(): Generator<Step<unknown>> {
	yield fakeJob({ indexes: [0] });
	throw new Error('the plan broke');
}

async function* brokenLater(): AsyncGenerator<Step<unknown>> {
	yield await Promise.resolve(fakeJob({ indexes: [0] }));
	throw new Error('the plan broke');
}

test.each([
	['in memory', brokenPlan],
	['that reads files', brokenLater],
])('a plan %s that breaks costs no item its outcome, and nothing escapes', async (_name, plan) => {
	const { outcomes, firstFailure } = await deliver({
		plan: plan(),
		itemCount: 3,
		transport: fakeTransport({ answer: () => ({ result: success }) }).transport,
		concurrency: 2,
		interval: 0,
		budget: unlimited,
		stopsAtFailure: false,
		isDataRefusal: () => false,
	});
	expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'failed', 'failed']);
	expect(outcomes[2]).toMatchObject({
		failure: { code: 'invalid_input', message: 'the plan broke', notSent: true },
	});
	expect(firstFailure).not.toBeNull();
});
