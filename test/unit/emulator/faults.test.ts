import { setTimeout } from 'node:timers/promises';
import type { Fault } from '../../../tools/emulator';
import { sendEvents, start, validEvent } from './support';

/** What a client sees of each fault is proven by the battery in test/faults. */
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
	[{ kind: 'trickle', bytesPerSecond: 1000 }, true],
])('a request counts as processed or not, as its fault says: %j, %s', async (fault, processed) => {
	const emulator = await start();
	emulator.inject(fault);
	const path = '/collector/collect/custom/demo-project/tracker-web?api_key=kainic-demo-key';
	const { requests, events } = emulator.world.ledger;
	const client = new AbortController();
	const answered = fetch(emulator.url + path, {
		...{ method: 'POST', redirect: 'manual', body: JSON.stringify([validEvent]) },
		headers: { 'content-type': 'application/json' },
		signal: client.signal,
	})
		.then(async (response) => await response.text())
		.catch(() => 'no answer');
	while (fault.kind === 'hang' && requests.length === 0) await setTimeout(5);
	if (fault.kind === 'hang') client.abort();
	await answered;
	const untouched = { type: 'not_processed', reason: `fault: ${fault.kind}` };
	const outcome = processed ? { type: 'accepted' } : untouched;
	expect(requests).toMatchObject([{ fault: fault.kind, outcome }]);
	expect(events).toHaveLength(processed ? 1 : 0);
	expect((await sendEvents(emulator)).status).toBe(200);
});

it('a fault with a probability takes some requests, and begins after those that it lets pass', async () => {
	const chances = [0.9, 0.1, 0.9];
	const emulator = await start({ random: () => chances.shift() ?? 1 });
	emulator.inject({ kind: 'answer', status: 503, probability: 0.5, after: 1, count: 'always' });
	const statuses: number[] = [];
	for (let time = 0; time < 4; time += 1) statuses.push((await sendEvents(emulator)).status);
	expect(statuses).toEqual([200, 200, 503, 200]);
});
