import type { RunInput } from '../../../bench/contender';
import { takeTurn } from '../../../bench/turn';
import { FakeHost, contender } from './fake-host';

const input: RunInput = { count: 10, file: '', heap: 'as it is', profileFile: '' };

test('what a contender does to n8n is counted as its own, and the next one finds n8n ready', async () => {
	const host = new FakeHost();
	const heavy = await takeTurn(host, host.clock, contender('heavy'), input);
	const refusals = host.refusals;
	const light = await takeTurn(host, host.clock, contender('light'), input);

	// n8n fails a second after the answer, for five seconds.
	expect(heavy.recoverySeconds).toBeCloseTo(6, 1);
	expect(refusals).toBeGreaterThan(10);
	expect(host.refusals).toBe(refusals);
	expect(light).toMatchObject({ milliseconds: 101, recoverySeconds: 0 });
});

test('a webhook that n8n refuses is called again when n8n is ready, and the wait is counted', async () => {
	const host = new FakeHost();
	let calls = 0;
	const refusing = {
		isReady: async () => true,
		call: async (...[given, body]: Parameters<FakeHost['call']>) => {
			calls += 1;
			return calls === 1 ? { status: 503, text: 'not ready' } : await host.call(given, body);
		},
	};
	const turn = await takeTurn(refusing, host.clock, contender('light'), input);

	expect(calls).toBe(2);
	expect(turn.recoverySeconds).toBeCloseTo(3, 1);
});

test.each([
	[500, 'failed in n8n: 500 {}'],
	[200, 'told no milliseconds'],
])('an answer %i that holds no measurement is an error', async (status, message) => {
	const host = new FakeHost();
	const failing = { isReady: async () => true, call: async () => ({ status, text: '{}' }) };

	await expect(takeTurn(failing, host.clock, contender('light'), input)).rejects.toThrow(message);
});

test.each([
	[[{ startedAt: 1, endedAt: 2 }], null],
	[[{ startedAt: 1 }], 'a collection that has no times'],
	[undefined, 'told no collections'],
])('collections of the heap are read as they were told: %j', async (collections, problem) => {
	const host = new FakeHost();
	const telling = {
		isReady: async () => true,
		call: async (...given: Parameters<FakeHost['call']>) => {
			const { status, text } = await host.call(...given);
			return { status, text: JSON.stringify({ ...JSON.parse(text), collections }) };
		},
	};
	const turn = takeTurn(telling, host.clock, contender('light'), input);

	if (problem === null) await expect(turn).resolves.toMatchObject({ collections });
	else await expect(turn).rejects.toThrow(problem);
});

test('a bench gives up an n8n that is never ready', async () => {
	const host = new FakeHost();
	const dead = { isReady: async () => false, call: host.call.bind(host) };

	await expect(takeTurn(dead, host.clock, contender('light'), input)).rejects.toThrow(
		'did not get ready again',
	);
});
