import type { Fault } from '../../../emulator';
import { createStartNode, runWorkflow } from '../support';
import { codesOf, credentialFor, errorOf, openShop, views } from './shop';

const shop = openShop();

const fail = (message: string, status = 400): Fault => ({
	kind: 'answer',
	status,
	body: JSON.stringify({ status: 'fail', message }),
});

const topUp = 'Event Dismissed: Please top-up your project credit in order to collect events';

describe('what comes back decides whether it is tried again', () => {
	// Waits two real seconds: what n8n and the sockets do with Retry-After cannot be seen on a fake clock.
	test('503 with Retry-After: 2, then 200: one retry, not before 2 s, every event once', async () => {
		shop.emulator.inject({
			kind: 'answer',
			status: 503,
			headers: { 'retry-after': '2' },
			body: '',
		});
		const result = await shop.send(views(3));
		const [first, second] = shop.emulator.world.ledger.requests;
		expect(shop.requests()).toBe(2);
		expect(second!.receivedAt - first!.receivedAt).toBeGreaterThanOrEqual(1990);
		expect(shop.accepted()).toEqual(['visitor-0', 'visitor-1', 'visitor-2']);
		expect(Object(result.success[0]?.json.kainic).attempts).toBe(2);
		expect(result.hints[0]?.message).toBe('3 events in 2 requests, 1 retry.');
	});

	test.each<[string, Fault, string, boolean]>([
		['a 400', fail('Something is wrong'), 'rejected', false],
		['a 429 without Retry-After', { kind: 'answer', status: 429, body: '' }, 'rate_limited', false],
		['a 200 with a fail envelope', fail('Something is wrong', 200), 'rejected', false],
		['a truncated body', { kind: 'truncate' }, 'bad_response', true],
		['HTML', { kind: 'html', status: 200 }, 'bad_response', true],
		['a damaged gzip', { kind: 'broken_gzip' }, 'bad_response', true],
		['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/' }, 'redirect', false],
		['a refused key', { kind: 'refuse_key' }, 'unauthorized', false],
		['a request that the host finds too large', { kind: 'html', status: 413 }, 'too_large', false],
	])('%s is not tried again', async (_name, fault, code, mayBeAccepted) => {
		shop.emulator.inject(fault);
		const result = await shop.send(views(3));
		expect(result.success).toEqual([]);
		expect(codesOf(result.errorBranch)).toEqual([code, code, code]);
		expect(errorOf(result.errorBranch[0])).toMatchObject({ mayBeAccepted, attempts: 1 });
		expect(shop.requests()).toBe(1);
	});

	test.each<[string, Fault, string]>([
		['a 500', { kind: 'answer', status: 500, body: 'oops' }, 'server_error'],
		[
			'a 429 with Retry-After',
			{ kind: 'answer', status: 429, headers: { 'retry-after': '0' }, body: '' },
			'rate_limited',
		],
		['a connection reset before the request was read', { kind: 'drop', at: 'request' }, 'network'],
		['a connection reset after the request', { kind: 'drop', at: 'after_request' }, 'network'],
		[
			'a connection reset in the middle of the answer',
			{ kind: 'drop', at: 'half_answer' },
			'network',
		],
		['no answer in time', { kind: 'hang' }, 'timeout'],
		['an answer that only trickles in', { kind: 'trickle' }, 'timeout'],
	])('%s is tried again once, where two attempts are allowed', async (_name, fault, code) => {
		shop.emulator.inject({ ...fault, count: 2 });
		const options = { maxAttempts: 2, timeout: 0.3 };
		const result = await shop.send(views(2), { parameters: { options } });
		expect(codesOf(result.errorBranch)).toEqual([code, code]);
		expect(errorOf(result.errorBranch[0])).toMatchObject({
			attempts: 2,
			notSent: false,
			mayBeAccepted: code !== 'rate_limited',
		});
		expect(shop.requests()).toBe(2);
	});

	test('a host that refuses connections is a network failure and was surely not reached', async () => {
		const credential = { apiKey: 'kainic-demo-key', projectId: 'p', baseUrl: 'http://127.0.0.1:1' };
		const options = { maxAttempts: 1 };
		const result = await shop.send(views(1), { credential, parameters: { options } });
		expect(errorOf(result.errorBranch[0])).toMatchObject({ code: 'network', mayBeAccepted: false });
		expect(errorOf(result.errorBranch[0]).message).toContain('the host refuses connections');
	});
});

describe('a failure that concerns more than one request', () => {
	test.each([1, 4])('no credit on the first of 50 batches, concurrency %i', async (concurrency) => {
		shop.emulator.inject({ ...fail(topUp), count: 'always' });
		const options = { batchSize: 10, concurrency };
		const result = await shop.send(views(500), { parameters: { options } });
		expect(shop.requests()).toBeLessThanOrEqual(1 + concurrency);
		expect(new Set(codesOf(result.errorBranch))).toEqual(new Set(['credit']));
		const spared = result.errorBranch.filter((item) => errorOf(item).notSent === true);
		expect(spared).toHaveLength(500 - 10 * shop.requests());
		expect(result.hints[0]?.message).toContain(`${500 - 10 * shop.requests()} not sent`);
	});

	test('a tracker without a store stops its own events, not those of the others', async () => {
		const items = views(40).map((view, index) => ({
			...view,
			tracker: index % 2 === 0 ? 'tracker-no-store' : 'tracker-web',
		}));
		const result = await shop.send(items, {
			parameters: { trackerId: '={{ $json.tracker }}', options: { batchSize: 5 } },
		});
		expect(shop.accepted()).toHaveLength(20);
		expect(new Set(codesOf(result.errorBranch))).toEqual(new Set(['tracker']));
		expect(shop.requests()).toBe(4 + 1);
	});

	test('a domain that is not supported is mended by an own header', async () => {
		const parameters = { trackerId: 'tracker-shop-only' };
		expect(codesOf((await shop.send(views(1), { parameters })).errorBranch)).toEqual(['domain']);
		const headers = { values: [{ name: 'Origin', value: 'https://shop.example' }] };
		const options = { headers };
		expect(
			(await shop.send(views(1), { parameters: { ...parameters, options } })).success,
		).toHaveLength(1);
	});
});

describe('set to stop', () => {
	test('the message says how many of how many were accepted', async () => {
		shop.emulator.inject({ ...fail('Something is wrong'), after: 2 });
		const result = await shop.send(views(50), {
			onError: 'stopWorkflow',
			parameters: { options: { batchSize: 10 } },
		});
		expect(result.error?.message).toBe(
			'Kainic refused the request (items 20 to 29). 20 events of 50 items had been accepted.',
		);
		expect(result.error?.name).toBe('NodeApiError');
		expect(shop.requests()).toBe(3);
	});

	test('the batch that holds an invalid item is not sent', async () => {
		const items = views(50).map((view, index) =>
			index === 25 ? { ...view, platform: 'tv' } : view,
		);
		const result = await shop.send(items, {
			onError: 'stopWorkflow',
			parameters: { options: { batchSize: 10 } },
		});
		expect(result.error?.message).toBe(
			'Item 25: "platform" is the text "tv", but it must be web, mobile or pos. 20 events of 50 items had been accepted.',
		);
		expect(shop.requests()).toBe(2);
	});

	test('words of Kainic that n8n takes for error codes do not replace the message', async () => {
		shop.emulator.inject(fail('We do not apprOVEPERMissions, see ECONNREFUSED'));
		const result = await shop.send(views(1), { onError: 'stopWorkflow' });
		expect(result.error?.message).toContain('Nothing was accepted.');
		expect(result.error?.description).toContain('apprOVEPERMissions');
	});
});

describe('with Retry On Fail', () => {
	const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'%s: after a partial success nothing accepted is sent again, the very first item failing',
		async (onError) => {
			const items = [{ platform: 'tv', anon_uid: 'x' }, ...views(30)];
			const result = await shop.send(items, { ...retry, onError });
			expect(shop.accepted()).toHaveLength(30);
			expect(result.record.runs.Node).toHaveLength(1);
			if (onError === 'continueErrorOutput') return;
			expect(result.success).toHaveLength(31);
			expect(codesOf(result.success).filter(Boolean)).toEqual(['invalid_input']);
		},
	);

	test('where nothing was accepted, n8n may run the node again', async () => {
		shop.emulator.inject({ ...fail('Something is wrong') });
		const result = await shop.send(views(3), retry);
		expect(shop.requests()).toBe(2);
		expect(result.success).toHaveLength(3);
	});

	test('an item that comes back from an error branch is accepted then, once, without its error', async () => {
		shop.emulator.inject({ ...fail('Something is wrong') });
		const failed = await shop.send(views(2));
		const again = failed.errorBranch.map(({ json }) => ({
			...json,
			kainic: { status: 'accepted', trackerId: 'tracker-web', requestEvents: 2, attempts: 1 },
		}));
		const result = await shop.send(again, retry);
		expect(shop.emulator.world.ledger.events.map(({ event }) => event)).toEqual(views(2));
		expect(result.success[0]?.json).not.toHaveProperty('error');
		expect(shop.requests()).toBe(2);
	});

	test.each(['={{ $json }}', '={{ JSON.stringify($json) }}', '={{ [$json, $json] }}'])(
		'an item that comes back is sent without its error, with the source JSON %s',
		async (eventJson) => {
			shop.emulator.inject({ ...fail('Something is wrong') });
			const failed = await shop.send(views(2));
			await shop.send(
				failed.errorBranch.map(({ json }) => json),
				{ parameters: { eventSource: 'json', eventJson } },
			);
			const sent = eventJson.includes('[') ? views(2).flatMap((view) => [view, view]) : views(2);
			expect(shop.emulator.world.ledger.events.map(({ event }) => event)).toEqual(sent);
		},
	);

	test('an event that has an error of its own keeps it, and arrives with it', async () => {
		shop.emulator.inject({ ...fail('Something is wrong'), count: 3 });
		const events = views(2).map((event) => ({ ...event, error: 'payment failed' }));
		let failed = await shop.send(events);
		for (const _again of [1, 2]) {
			failed = await shop.send(failed.errorBranch.map(({ json }) => json));
		}
		const result = await shop.send(failed.errorBranch.map(({ json }) => json));
		expect(result.success).toHaveLength(2);
		expect(shop.emulator.world.ledger.events.map(({ event }) => event)).toEqual(events);
	});

	test('in a loop of error branch, wait and node again, everything arrives once', async () => {
		shop.emulator.inject({ ...fail('Something is wrong'), after: 1 });
		const parameters = {
			trackerId: 'tracker-web',
			eventSource: 'inputItem',
			options: { batchSize: 2 },
		};
		const node = { onError: 'continueErrorOutput', ...retry } as const;
		const record = await runWorkflow({
			nodes: [
				{ name: 'Start', type: 'testbed.start' },
				{ name: 'Event', type: 'n8n-nodes-kainic.kainicEvent', parameters, ...node },
				{ name: 'Wait', type: 'testbed.passThrough', parameters: { milliseconds: 10 } },
			],
			wires: [
				{ from: 'Start', to: 'Event' },
				{ from: 'Event', output: 1, to: 'Wait' },
				{ from: 'Wait', to: 'Event' },
			],
			nodeTypes: { 'testbed.start': createStartNode(views(6).map((json) => ({ json }))) },
			credentials: { kainicApi: credentialFor(shop.emulator.url) },
		});
		expect(record.runs.Event?.map(({ outputs }) => outputs.map(({ length }) => length))).toEqual([
			[4, 2],
			[2, 0],
		]);
		const arrived = shop.emulator.world.ledger.events.map(({ event }) => event);
		expect(arrived).toHaveLength(6);
		expect(arrived).toEqual(expect.arrayContaining(views(6)));
	});

	test("fields named error and kainic that are the user's own are part of the event", async () => {
		const [view] = views(1);
		const own = { ...view, error: 'payment failed', kainic: { score: 1 } };
		const result = await shop.send([own]);
		expect(shop.emulator.world.ledger.events[0]?.event).toEqual(own);
		expect(result.success[0]?.json).not.toHaveProperty('error');
	});
});
