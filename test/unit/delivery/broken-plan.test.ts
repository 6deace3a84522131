import { deliver } from '../../../nodes/shared/delivery/deliver';
import type { Step } from '../../../nodes/shared/delivery/job';
import { ledgerByItem } from '../../../nodes/shared/delivery/settle';
import { fakeDelivery, fakeJob, success } from './fake-delivery';

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
	const { settled, firstFailure } = await deliver({
		plan: plan(),
		ledger: ledgerByItem<unknown>(3),
		delivery: fakeDelivery({ answer: () => ({ exchange: success }) }).delivery,
		concurrency: 2,
		stopsAtFailure: false,
		isDataRefusal: () => false,
		breathe: async () => await Promise.resolve(),
		rested: () => undefined,
	});
	const outcomes = [...settled].map(({ outcome }) => outcome);
	expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'failed', 'failed']);
	expect(outcomes[2]).toMatchObject({
		failure: { code: 'invalid_input', message: 'While planning: the plan broke', notSent: true },
	});
	expect(firstFailure).not.toBeNull();
});
