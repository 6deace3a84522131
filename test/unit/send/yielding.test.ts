import { failed, type AttemptResult, type Step } from '../../../nodes/shared/send/job';
import { notSentFailure } from '../../../nodes/shared/failure';
import { deliverAll } from './deliver-all';
import { answer, fakeTransport, jobs, success, type FakeOptions } from './fake-transport';

const ok: FakeOptions = { answer: () => ({ result: success }) };

const refusedForAll = answer(200, {
	status: 'fail',
	message: 'Event Dismissed: Please top-up your project credit in order to collect events',
});

/** How often four jobs tell that nothing was done but to wait for a response; as many as can be are under way. */
async function restsOf(concurrency: number, result: AttemptResult): Promise<number> {
	let rests = 0;
	const underWay: Array<() => void> = [];
	const { transport } = fakeTransport({
		answer: () => ({ result }),
		yielder: { renew: () => (rests += 1) },
	});
	const request: typeof transport.request = async (job, timeout, onResponse) => {
		const together = new Promise<void>((resolve) => underWay.push(resolve));
		if (underWay.length === concurrency) for (const end of underWay.splice(0)) end();
		await together;
		return await transport.request(job, timeout, onResponse);
	};
	await deliverAll(jobs(4), ok, { transport: { ...transport, request }, concurrency });
	return rests;
}

/** How often a plan yields whose time slice is over before each of these steps. */
async function yieldsOf(steps: ReadonlyArray<Step>): Promise<number> {
	let yields = 0;
	let over = false;
	const { transport } = fakeTransport({
		...ok,
		yielder: {
			isDue: () => over,
			yieldToEventLoop: async () => {
				yields += 1;
				over = false;
				await Promise.resolve();
			},
		},
	});
	function* plan() {
		for (const step of steps) {
			over = true;
			yield step;
		}
	}
	await deliverAll(plan(), ok, { transport, itemCount: steps.length });
	return yields;
}

describe('how long planning holds the process', () => {
	test('a request that is waited for alone begins a new turn, as others had theirs meanwhile', async () => {
		expect(await restsOf(1, success)).toBe(4);
	});

	test('while other requests are under way, planning may have gone on, so that no turn begins', async () => {
		expect(await restsOf(4, success)).toBe(0);
	});

	test('what is settled or skipped yields as well', async () => {
		const bad = notSentFailure('bad');
		expect(await yieldsOf([0, 1, 2].map((index) => failed([index], bad)))).toBe(3);
	});

	test('jobs that are spared wait for nothing', async () => {
		expect(await restsOf(1, refusedForAll)).toBe(1);
	});
});
