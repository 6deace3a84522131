import type { Emulator, Fault } from '../../../emulator';
import { announcedBytes, bodyOf, eventsPath, sendRaw } from './raw';
import { closeEmulators, predict, sendEvents, start } from './support';

afterEach(closeEmulators);

const accepted = { type: 'accepted' };

async function startWith(...faults: Fault[]): Promise<Emulator> {
	const emulator = await start();
	emulator.inject(...faults);
	return emulator;
}

function expectOutcome({ world }: Emulator, outcome: object, events: number): void {
	expect(world.ledger.requests[0]?.outcome).toMatchObject(outcome);
	expect(world.ledger.events).toHaveLength(events);
}

const untouched = { type: 'not_processed', reason: expect.stringMatching(/^fault: /) };

describe('faults that answer in place of Kainic', () => {
	it('give any status, headers and body, and do not process the request', async () => {
		const emulator = await startWith({
			kind: 'answer',
			status: 503,
			headers: { 'retry-after': '2' },
			body: '<busy>',
			contentType: 'text/html',
		});
		const reply = await sendEvents(emulator);
		expect(reply).toMatchObject({ status: 503, text: '<busy>' });
		expect(reply.headers.get('retry-after')).toBe('2');
		expect(reply.headers.get('content-type')).toBe('text/html');
		expectOutcome(emulator, untouched, 0);
		expect((await sendEvents(emulator)).status).toBe(200);
	});

	it('can process the request first', async () => {
		const emulator = await startWith({ kind: 'answer', status: 503, processed: true });
		expect((await sendEvents(emulator)).status).toBe(503);
		expectOutcome(emulator, accepted, 1);
	});

	it.each<[Fault, number, RegExp]>([
		[{ kind: 'html', status: 502 }, 502, /^<html>/],
		[{ kind: 'html' }, 200, /^<html>/],
		[{ kind: 'not_json' }, 200, /^not JSON$/],
		[{ kind: 'not_json', body: '{"status":', status: 500 }, 500, /^\{"status":$/],
		[{ kind: 'refuse_key' }, 401, /^\{"status":"fail","message":"Invalid API key"\}$/],
		[{ kind: 'refuse_key', status: 403 }, 403, /Invalid API key/],
		[{ kind: 'redirect', location: 'http://127.0.0.1:1/elsewhere' }, 307, /^Moved$/],
		[{ kind: 'echo_url' }, 400, /"fail".*http:\/\/127\.0\.0\.1:\d+\/.*api_key=kainic-demo-key/],
		[{ kind: 'early_answer', status: 503, body: 'busy' }, 503, /^busy$/],
	])('%j', async (fault, status, text) => {
		const emulator = await startWith(fault);
		const reply = await sendEvents(emulator);
		expect(reply.status).toBe(status);
		expect(reply.headers.get('location')).toBe('location' in fault ? fault.location : null);
		expect(reply.text).toMatch(text);
		expectOutcome(emulator, untouched, 0);
	});
});

describe('an early answer', () => {
	const large = JSON.stringify([{ platform: 'web', anon_uid: 'x'.repeat(2_000_000) }]);

	it('comes while the body is still missing half', async () => {
		const emulator = await startWith({ kind: 'early_answer', status: 503 });
		const half = large.slice(0, large.length * 0.6);
		const seen = await sendRaw(emulator, {
			body: half,
			contentLength: large.length,
			patience: 500,
		});
		expect(seen.text).toMatch(/^HTTP\/1\.1 503 /);
		expectOutcome(emulator, untouched, 0);
	});

	it('can break the connection after it', async () => {
		const emulator = await startWith({ kind: 'early_answer', status: 503, close: true });
		const half = large.slice(0, large.length * 0.6);
		const seen = await sendRaw(emulator, { body: half, contentLength: large.length });
		expect(seen.end).toBe('reset');
	});
});

describe('broken connections', () => {
	it.each([
		['request', untouched, 0],
		['after_request', accepted, 1],
	] as const)('without an answer, at %s', async (at, outcome, events) => {
		const emulator = await startWith({ kind: 'drop', at });
		expect(await sendRaw(emulator)).toMatchObject({ text: '', end: 'reset' });
		expectOutcome(emulator, outcome, events);
	});

	it('after half of the body, and not before', async () => {
		const emulator = await startWith({ kind: 'drop', at: 'half_body', count: 2 });
		const body = 'x'.repeat(1000);
		const early = await sendRaw(emulator, { body, contentLength: 2100, patience: 200 });
		expect(early.end).toBe('open');
		const late = await sendRaw(emulator, { body, contentLength: 1900 });
		expect(late).toMatchObject({ text: '', end: 'reset' });
		expectOutcome(emulator, untouched, 0);
	});

	it('after half of the answer', async () => {
		const emulator = await startWith({ kind: 'drop', at: 'half_answer' });
		const seen = await sendRaw(emulator);
		expect(seen.end).toBe('reset');
		expect(seen.text).toMatch(/^HTTP\/1\.1 200 /);
		expect(bodyOf(seen).length).toBe(Math.floor(announcedBytes(seen) / 2));
		expectOutcome(emulator, accepted, 1);
	});
});

describe('answers that come late or slowly', () => {
	it.each([
		[false, { type: 'pending' }, 0],
		[true, accepted, 1],
	])('a delay, with processed: %s', async (processed, meanwhile, events) => {
		const emulator = await startWith({ kind: 'delay', delayMs: 200, processed });
		const reply = sendEvents(emulator);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expectOutcome(emulator, meanwhile, events);
		expect((await reply).status).toBe(200);
		expectOutcome(emulator, accepted, 1);
	});

	it.each([
		[false, untouched, 0],
		[true, accepted, 1],
	])('no answer at all, with processed: %s', async (processed, outcome, events) => {
		const emulator = await startWith({ kind: 'hang', processed });
		const seen = await sendRaw(emulator, { patience: 300 });
		expect(seen).toMatchObject({ text: '', end: 'open' });
		expectOutcome(emulator, outcome, events);
	});

	it('at any other pace, to the end', async () => {
		const emulator = await startWith({ kind: 'trickle', bytesPerSecond: 100 });
		const seen = await sendRaw(emulator);
		expect(seen.end).toBe('closed');
		expect(JSON.parse(bodyOf(seen))).toMatchObject({ status: 'success' });
		expect(seen.milliseconds).toBeGreaterThan(300);
	});
});

describe('answers that are changed on their way', () => {
	it.each<[Fault, RegExp, string | null]>([
		[{ kind: 'truncate' }, /^\{"status"[^}]*$/, null],
		[
			{ kind: 'large', bytes: 3_000_000 },
			/^\{"padding":"x{3000000}","status".*"collected":1\}\}$/,
			null,
		],
		[{ kind: 'gzip' }, /^\{"status":"success"/, 'gzip'],
	])('%j, processed', async (fault, text, encoding) => {
		const emulator = await startWith(fault);
		const reply = await sendEvents(emulator);
		expect(reply.status).toBe(200);
		expect(text.test(reply.text)).toBe(true);
		expect(reply.headers.get('content-encoding')).toBe(encoding);
		expectOutcome(emulator, accepted, 1);
	});

	it('compressed and damaged, processed', async () => {
		const emulator = await startWith({ kind: 'broken_gzip' });
		await expect(sendEvents(emulator)).rejects.toThrow();
		expectOutcome(emulator, accepted, 1);
	});

	it('with the URL and its key in the data of a success', async () => {
		const emulator = await startWith({ kind: 'echo_url', as: 'success' });
		expect((await predict(emulator)).json).toMatchObject({
			status: 'success',
			data: {
				kainic_mid: 'model-popular',
				request_url: expect.stringContaining('api_key=kainic-demo-key'),
			},
		});
	});
});

describe('the record of a request that a fault took', () => {
	it('names the fault, the status that was sent, and when it ended', async () => {
		const emulator = await startWith(
			{ kind: 'answer', status: 503 },
			{ kind: 'drop', at: 'request' },
		);
		await sendEvents(emulator);
		await sendRaw(emulator, { path: eventsPath });
		expect(emulator.world.ledger.requests).toMatchObject([
			{ number: 1, fault: 'answer', status: 503, endedAt: expect.any(Number) },
			{ number: 2, fault: 'drop', status: null, endedAt: expect.any(Number) },
		]);
		expect(emulator.world.ledger.inFlight).toBe(0);
	});
});
