import {
	answer,
	batch,
	busy,
	deliverAll,
	fail,
	jobs,
	success,
	type Server,
} from './fake-transport';

const second = { ...success, takes: 1000 };
const hanging = { ...success, takes: 60_000 };

describe('when Run Budget is used up', () => {
	test('the other items are not sent, and their failure says what to do', async () => {
		const run = await deliverAll(jobs(5), second, { budget: 2500 });
		expect(run.attempts).toHaveLength(3);
		expect(run.kinds).toBe('accepted,accepted,failed,failed,failed');
		expect(run.stats).toMatchObject({ accepted: 2, notSent: 2, itemsNotSent: 2, unknown: 1 });
		expect(run.failures[4]).toMatchObject({
			...{ code: 'timeout', notSent: true, mayBeAccepted: false, attempts: 0 },
			message: "'Run Budget' (2.5 seconds) was used up before this item was sent.",
			headline: "The run took longer than 'Run Budget' allows",
			description:
				"Items with 'notSent: true' were not sent. Send these items again, or raise 'Run Budget' under 'Options'.",
		});
	});

	test('an attempt under way ends, and no other attempt follows', async () => {
		const { failures, starts, attempts, time } = await deliverAll(jobs(3), hanging, {
			budget: 15_000,
		});
		expect(starts).toEqual([0, 10_250]);
		expect(attempts.map(({ timeout }) => timeout)).toEqual([10_000, 4750]);
		expect(time).toBe(15_000);
		const message = /^2 attempts took 14\.8 seconds\. Last attempt: ./;
		expect(failures[0]).toMatchObject({
			...{ code: 'timeout', notSent: false, mayBeAccepted: true, attempts: 2 },
			message: expect.stringMatching(message),
		});
		expect(failures[2]).toMatchObject({ notSent: true, attempts: 0 });
	});

	test.each<[string, Server, RegExp, number?]>([
		[
			'the only attempt',
			hanging,
			/^'Run Budget' \(2 s.+\) was used up\. Raise 'Run Budget' .+ in one run\.$/,
			1,
		],
		[
			'an attempt that was cut short',
			hanging,
			/^'Run Budget' \(2 s.+ left no time .+\. Raise 'Run Budget' /,
		],
		[
			'a wait beyond it',
			busy('20'),
			/^Kainic asked .+ 20 seconds\. 'Run Budget' \(2 s.+\. Raise 'Run Budget' /,
		],
	])(
		'the description of a failure says so: %s',
		async (_, server, description, maxAttempts = 4) => {
			const given = { budget: 2000, policy: { maxAttempts } };
			const { failures, waits } = await deliverAll(jobs(1), server, given);
			expect(failures[0]?.description).toMatch(description);
			expect(waits).toEqual([]);
		},
	);

	test('a refusal for load with a wait beyond it ends the run at once, whatever Max Attempts allows', async () => {
		const { attempts, waits, failures, time } = await deliverAll(jobs(3), busy('20'), {
			budget: 2000,
		});
		expect(attempts).toHaveLength(1);
		expect(waits).toEqual([]);
		expect(time).toBe(0);
		expect(failures[1]).toMatchObject({
			...{ code: 'rate_limited', notSent: true },
			description: failures[0]?.description,
		});
	});

	test('the last attempt does not blame it for a wait that Kainic asked for', async () => {
		const given = { budget: 30_000, policy: { maxAttempts: 1 } };
		const { failures } = await deliverAll(jobs(1), answer(500, 'oops', '60'), given);
		expect(failures[0]?.description).not.toMatch(/Run Budget|Give Up After/);
	});

	test('a request that waits for its turn meanwhile says so', async () => {
		const server = ({ indexes: [index = 0] }: { indexes: readonly number[] }) =>
			index === 0 ? hanging : { ...success, takes: 1500 };
		const given = { budget: 3000, policy: { timeout: 1600 }, concurrency: 4, random: () => 0 };
		const { failures } = await deliverAll(jobs(9), server, given);
		expect(failures[0]).toMatchObject({
			code: 'timeout',
			description: expect.stringMatching(/^'Run Budget' \(3 seconds\) left no time/),
		});
	});

	test('any other failure with a wait beyond it concerns only its own request', async () => {
		const server = [answer(500, 'oops', '20'), success];
		const { kinds, failures } = await deliverAll(jobs(2), server, { budget: 2000 });
		expect(kinds).toBe('failed,accepted');
		expect(failures[0]?.description).toMatch(/^Kainic asked .+ 20 seconds\. 'Run Budget' /);
	});

	test('parts of a refused batch that were not sent separately are to be sent again', async () => {
		const refused = { ...fail('Bad', 400), takes: 1000 };
		const { failures } = await deliverAll([batch(0, 1, 2)], refused, { budget: 1500 });
		expect(failures[2]).toMatchObject({
			...{ code: 'timeout', notSent: false },
			description: expect.stringMatching(/^Send this item again\. It is unknown which items/),
		});
	});

	test.each([2500, 2000, 0])('a node that stops has a failure: %i ms', async (budget) => {
		const change = { stopsAtFailure: true, budget };
		const { firstFailure } = await deliverAll(jobs(5), second, change);
		expect(firstFailure).toMatchObject({ failure: { code: 'timeout', notSent: budget < 2500 } });
	});
});
