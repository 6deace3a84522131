import { deliver, type DeliverOptions } from '../../../nodes/shared/send/deliver';
import type { Plan, Step } from '../../../nodes/shared/send/job';
import { endless, fakeTransport, type FakeOptions } from './fake-transport';

/** Delivers steps for four items through a fake transport, one request at a time. */
export async function deliverAll(
	steps: Iterable<Step> | AsyncIterable<Step>,
	fake: FakeOptions,
	change: Partial<DeliverOptions> = {},
) {
	const { transport, policy, yielder, ...seen } = fakeTransport(fake);
	const delivery = await deliver({
		plan: planOf(steps),
		itemCount: 4,
		transport,
		policy,
		yielder,
		concurrency: 1,
		interval: 0,
		budget: endless,
		stopsAtFailure: false,
		onRetry: ({ attempts, message }, delay) => seen.retries.push([attempts, delay, message]),
		...change,
	});
	return { ...delivery, ...seen };
}

async function* planOf(steps: Iterable<Step> | AsyncIterable<Step>): Plan {
	yield* steps;
}
