import { setTimeout as wait } from 'node:timers/promises';

import type { Fault } from '../../../tools/emulator';
import { FaultQueue } from '../../../tools/emulator/faults/queue';
import { sendEvents, sendRaw, start } from './support';

/** What a client sees of each fault is proven by the battery in test/faults. */
describe('a request counts as processed or not, as its fault says', () => {
	it.each<[Fault, processed: boolean]>([
		[{ kind: 'answer', status: 503 }, false],
		[{ kind: 'answer', status: 503, processed: true }, true],
		[{ kind: 'early_answer', status: 503 }, false],
		[{ kind: 'delay', delayMs: 10 }, true],
		[{ kind: 'hang' }, false],
		[{ kind: 'hang', processed: true }, true],
		[{ kind: 'drop', at: 'request' }, false],
		[{ kind: 'drop', at: 'half_body' }, false],
		[{ kind: 'drop', at: 'after_request' }, true],
		[{ kind: 'drop', at: 'half_answer' }, true],
		[{ kind: 'truncate' }, true],
		[{ kind: 'html' }, false],
		[{ kind: 'html', processed: true }, true],
		[{ kind: 'not_json' }, false],
		[{ kind: 'trickle', bytesPerSecond: 1000 }, true],
		[{ kind: 'refuse_key' }, false],
		[{ kind: 'echo_url' }, false],
		[{ kind: 'echo_url', as: 'success' }, true],
		[{ kind: 'large', bytes: 100 }, true],
		[{ kind: 'redirect', location: '/else' }, false],
		[{ kind: 'gzip' }, true],
		[{ kind: 'broken_gzip' }, true],
	])('%j: %s', async (fault, processed) => {
		const emulator = await start();
		emulator.inject(fault);
		await sendRaw(emulator, 1, fault.kind === 'hang' ? 300 : 5000);
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
	emulator.inject({ kind: 'delay', delayMs: 1000, processed });
	const reply = sendEvents(emulator);
	const { ledger } = emulator.world;
	while (ledger.inFlight === 0 || ledger.events.length < events) await wait(5);
	expect(ledger).toMatchObject({ inFlight: 1, events: { length: events } });
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
