import { setTimeout as wait } from 'node:timers/promises';

import type { Fault } from '../../../tools/emulator';
import { FaultQueue } from '../../../tools/emulator/faults/queue';
import { sendEvents, sendRaw, start } from './support';

const busy = { status: 503, body: '<busy>', contentType: 'text/html' };

describe('a client sees what the fault says, and the request counts as processed or not', () => {
	it.each<[Fault, processed: boolean, end: string, text: RegExp]>([
		[{ kind: 'answer', ...busy }, false, 'closed', /^HTTP\/1\.1 503 [^]*text\/html[^]*\n<busy>$/],
		[{ kind: 'answer', status: 503, headers: { 'x-a': 'b' } }, false, 'closed', /\r\nx-a: b\r\n/],
		[{ kind: 'answer', status: 503, processed: true }, true, 'closed', / 503 /],
		[{ kind: 'early_answer', ...busy }, false, 'closed', / 503 [^]*text\/html[^]*\n<busy>$/],
		[{ kind: 'delay', delayMs: 10 }, true, 'closed', / 200 /],
		[{ kind: 'hang' }, false, 'open', /^$/],
		[{ kind: 'hang', processed: true }, true, 'open', /^$/],
		[{ kind: 'drop', at: 'request' }, false, 'reset', /^$/],
		[{ kind: 'drop', at: 'half_body' }, false, 'reset', /^$/],
		[{ kind: 'drop', at: 'after_request' }, true, 'reset', /^$/],
		[{ kind: 'drop', at: 'half_answer' }, true, 'reset', /length: 43\r[^]*"success","$/],
		[{ kind: 'truncate' }, true, 'closed', /length: 21\r[^]*\n\{"status":"success","$/],
		[{ kind: 'html', status: 502 }, false, 'closed', / 502 [^]*<html>/],
		[{ kind: 'html', processed: true }, true, 'closed', / 200 [^]*<html>/],
		[{ kind: 'not_json' }, false, 'closed', / 200 [^]*application\/json[^]*\nnot JSON$/],
		[
			{ kind: 'not_json', body: '{"status":', status: 500 },
			false,
			'closed',
			/ 500 [^]*\n\{"status":$/,
		],
		[{ kind: 'trickle', bytesPerSecond: 1000 }, true, 'closed', / 200 [^]*"collected":1\}\}$/],
		[
			{ kind: 'refuse_key' },
			false,
			'closed',
			/ 401 [^]*{"status":"fail","message":"Invalid API key"}$/,
		],
		[{ kind: 'refuse_key', status: 403 }, false, 'closed', / 403 /],
		[
			{ kind: 'echo_url' },
			false,
			'closed',
			/ 400 [^]*"fail".*http:\/\/127.*\?api_key=kainic-demo-key/,
		],
		[
			{ kind: 'echo_url', as: 'success' },
			true,
			'closed',
			/ 200 [^]*"request_url":"http.*demo-key"/,
		],
		[{ kind: 'large', bytes: 100 }, true, 'closed', /\n\{"padding":"x{100}","status".*:1\}\}$/],
		[{ kind: 'redirect', location: '/else' }, false, 'closed', / 307 [^]*location: \/else\r\n/],
		[{ kind: 'gzip' }, true, 'closed', / 200 [^]*content-encoding: gzip\r\n/],
		[{ kind: 'broken_gzip' }, true, 'closed', / 200 [^]*\n\x1f\x8b[^]{8}\xff+$/],
	])('%j, processed: %s', async (fault, processed, end, text) => {
		const emulator = await start();
		emulator.inject(fault);
		const seen = await sendRaw(emulator, 1, end === 'open' ? 300 : 5000);
		expect(seen).toEqual({ text: expect.stringMatching(text), end });
		const { requests, events } = emulator.world.ledger;
		const untouched = { type: 'not_processed', reason: `fault: ${fault.kind}` };
		const outcome = processed ? { type: 'accepted' } : untouched;
		expect(requests).toMatchObject([{ fault: fault.kind, outcome }]);
		expect(events).toHaveLength(processed ? 1 : 0);
		expect((await sendEvents(emulator)).status).toBe(200);
	});
});

it.each<[Fault, share: number, RegExp, end: string]>([
	[{ kind: 'early_answer', status: 503 }, 0.6, / 503 /, 'open'],
	// The answer may be lost with what the server did not read.
	[{ kind: 'early_answer', status: 503, close: true }, 0.6, / 503 |^$/, 'reset'],
	[{ kind: 'drop', at: 'half_body' }, 0.6, /^$/, 'reset'],
	[{ kind: 'drop', at: 'half_body' }, 0.4, /^$/, 'open'],
])('%j strikes in the middle of the body: %d of it', async (fault, share, text, end) => {
	const emulator = await start();
	emulator.inject(fault);
	const seen = await sendRaw(emulator, share, end === 'open' ? 300 : 5000);
	expect(seen).toEqual({ text: expect.stringMatching(text), end });
});

it.each([
	[false, 0],
	[true, 1],
])('a late answer, processed: %s, comes after events: %d', async (processed, events) => {
	const emulator = await start();
	emulator.inject({ kind: 'delay', delayMs: 200, processed });
	const reply = sendEvents(emulator);
	await wait(100);
	expect(emulator.world.ledger).toMatchObject({ inFlight: 1, events: { length: events } });
	expect((await reply).status).toBe(200);
});

const gzip: Fault = { kind: 'gzip' };
const cut = (selection: object): Fault => ({ kind: 'truncate', ...selection });

it.each<[string, Fault[], taken: string]>([
	['take one request each, in their order', [cut({}), gzip], 'truncate gzip - -'],
	['take several', [cut({ count: 2 }), gzip], 'truncate truncate gzip -'],
	['take all', [cut({ count: 'always' }), gzip], 'truncate truncate truncate truncate'],
	[
		'pass requests, others taken included',
		[cut({ after: 2 }), { ...gzip, after: 1 }],
		'- gzip truncate -',
	],
	['take only those to their endpoint', [cut({ endpoint: 'predict' }), gzip], 'gzip - - -'],
	['are not used up by a chance that they miss', [cut({ probability: 0.2 })], '- - truncate -'],
])('faults that wait %s', (_what, faults, taken) => {
	const draws = [0.5, 0.3, 0.19];
	const queue = new FaultQueue(() => draws.shift() ?? 0);
	for (const fault of faults) queue.inject(fault);
	const kinds = Array.from({ length: 4 }, () => queue.take('events')?.kind ?? '-');
	expect(kinds.join(' ')).toBe(taken);
});
