import {
	answer,
	apiKey,
	busy,
	deliverAll,
	fail,
	jobs,
	refusedConnection,
	reset,
	success,
	type Change,
	type Reply,
	type Server,
} from './fake-transport';

/** The failure of one request, with what was seen. */
async function failureOf(server: Server, change?: Change) {
	const { failures, ...seen } = await deliverAll(jobs(1), server, change);
	const [failure] = failures;
	if (!failure) throw new Error('The request was accepted');
	return { failure, ...seen };
}

describe('which failures are tried again', () => {
	test('waits grow exponentially, each multiplied by a random share, and each retry is reported', async () => {
		const { waits, retries } = await failureOf(reset, { policy: { maxAttempts: 5 } });
		expect(waits).toEqual([250, 500, 1000, 2000]);
		expect(retries).toEqual(waits.map((wait, index) => [index + 1, wait, 'The connection broke.']));
	});

	test('the code and the status are those of the last attempt, the doubts those of all attempts', async () => {
		const known = { mayBeAccepted: true, notSent: false, attempts: 2 };
		const refused = await failureOf([reset, fail('no')]);
		expect(refused.failure).toMatchObject({ ...known, httpCode: 400, message: 'no' });
		const [last, policy] = [refusedConnection, { maxAttempts: 2 }];
		const { failure } = await failureOf([answer(500, ''), last], { policy });
		expect(failure).toMatchObject({ ...known, code: 'network', httpCode: null });
	});

	test('several timeouts report the time of all attempts, without the waits', async () => {
		const slow = { ...success, takes: 20_000 };
		const { failure } = await failureOf(slow, { policy: { maxAttempts: 2, timeout: 1000 } });
		const message = '2 attempts took 2 seconds. Last attempt: No response.';
		expect(failure.message).toBe(message);
	});
});

describe('a refusal for load', () => {
	test.each([
		['429 without Retry-After', busy(), [0, 250, 750, 1750]],
		['429 with Retry-After', busy('1'), [0, 1000, 2000, 3000]],
		['503 with Retry-After', busy('1', 503), [0, 1000, 2000, 3000]],
	])('uses up no attempt: %s', async (_, refusal, expected) => {
		const replies = [refusal, refusal, refusal, success];
		const policy = { maxAttempts: 1, timeout: 5000 };
		const { stats, starts } = await deliverAll(jobs(1), replies, { policy });
		expect(stats).toMatchObject({ accepted: 1, requests: 4, retries: 3 });
		expect(starts).toEqual(expected);
	});

	test('leaves the attempts for other failures', async () => {
		const replies = [busy(), reset, busy(), reset, busy()];
		const { failure } = await failureOf(replies, { policy: { maxAttempts: 2 } });
		expect(failure).toMatchObject({ code: 'network', attempts: 4 });
	});

	test('is final when Kainic has accepted nothing for Give Up After', async () => {
		const policy = { giveUpAfter: 2000 };
		const { failure, time } = await failureOf({ ...busy(), takes: 100 }, { policy });
		expect(failure).toMatchObject({ code: 'rate_limited', mayBeAccepted: false, notSent: false });
		expect(failure.description).toMatch(
			/^Kainic has accepted nothing for [12]\.\d seconds\. Send the/,
		);
		expect(time).toBeLessThanOrEqual(2100);
	});

	test.each([429, 503])(
		'of %i with a Retry-After beyond that ends the run, and says what Kainic asked for',
		async (status) => {
			const policy = { giveUpAfter: 10_000 };
			const { failures, waits, attempts } = await deliverAll(jobs(3), busy('11', status), {
				policy,
			});
			const [failure, ...others] = failures;
			expect(failure?.description).toMatch(
				/^Kainic asked the node to wait 11 seconds\. The node waits at most 10 seconds\. \S/,
			);
			expect([attempts.length, waits]).toEqual([1, []]);
			const unsent = { code: failure?.code, notSent: true, attempts: 0 };
			expect(others).toMatchObject([unsent, unsent]);
			const asked = await deliverAll(jobs(1), [busy('10', status), success], { policy });
			expect(asked.starts).toEqual([0, 10_000]);
		},
	);

	test('with Retry-After makes the whole run wait, and one without makes only its own request wait', async () => {
		const startsAfter = async (refusal: Reply) => {
			const replies = [
				{ ...refusal, takes: 100 },
				{ ...success, takes: 200 },
			];
			return (await deliverAll(jobs(5), replies, { concurrency: 4 })).starts;
		};
		expect(await startsAfter(busy('3'))).toEqual([0, 0, 3100, 3100, 3300, 3300]);
		expect(await startsAfter(busy())).toEqual([0, 0, 200, 200, 400, 400]);
	});
});

test('a retry is sent in front of new requests, and holds up no other request meanwhile', async () => {
	const slow = { ...success, takes: 1000 };
	const { attempts } = await deliverAll(jobs(5), [reset, slow], { concurrency: 4 });
	const order = attempts.map(({ index, at }) => [index, at]);
	expect(order.slice(0, 5)).toEqual([
		...[
			[0, 0],
			[1, 0],
			[2, 0],
		],
		...[
			[0, 1000],
			[3, 1000],
		],
	]);
});

test.each([apiKey, 'k-7'])('a message never contains the key %s', async (key) => {
	const { failure } = await failureOf(fail(`Cannot read ${key}.`), { apiKey: key });
	expect(failure).toMatchObject({ code: 'rejected', message: 'Cannot read [API key].' });
});
