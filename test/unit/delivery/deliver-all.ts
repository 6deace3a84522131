import { deliver, type DeliverOptions } from '../../../nodes/shared/delivery/deliver';
import type { Step } from '../../../nodes/shared/delivery/job';
import { unlimited } from '../../../nodes/shared/delivery/retry';
import { fakeTransport, type FakeOptions } from './fake-transport';

/** Delivers steps for four items through a fake transport, one request at a time. */
export async function deliverAll(
	steps: Iterable<Step<unknown>>,
	fake: FakeOptions,
	change: Partial<DeliverOptions<unknown>> = {},
) {
	const transport = fakeTransport(fake);
	const delivery = await deliver({
		plan: steps,
		itemCount: 4,
		transport: transport.transport,
		concurrency: 1,
		interval: 0,
		budget: unlimited,
		stopsAtFailure: false,
		isDataRefusal: () => false,
		...change,
	});
	return { ...delivery, ...transport };
}
