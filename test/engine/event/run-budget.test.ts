import { codesOf, errorOf, openShop, views } from './shop';

const shop = openShop();

const hang = { kind: 'hang', count: 'always' } as const;

/** Three requests of ten events, each of which may take two seconds. */
const slow = { batchSize: 10, maxAttempts: 4, timeout: 2, timeBudget: 20 };

test('with Run Budget a node ends in time while Kainic hangs; what is left is not sent', async () => {
	shop.emulator.inject(hang);
	const start = performance.now();
	const options = { ...slow, maxAttempts: 1, runBudget: 3 };
	const result = await shop.send(views(30), { parameters: { options } });
	const seconds = (performance.now() - start) / 1000;
	expect(seconds).toBeGreaterThan(2.9);
	expect(seconds).toBeLessThan(4.5);
	expect(shop.requests()).toBe(2);
	expect(result.success).toEqual([]);
	expect(new Set(codesOf(result.errorBranch))).toEqual(new Set(['timeout']));
	const notSent = result.errorBranch.map((item) => errorOf(item).notSent);
	expect(notSent).toEqual([...Array(20).fill(false), ...Array(10).fill(true)]);
	expect(errorOf(result.errorBranch[29])).toMatchObject({
		message: 'The run budget of 3 seconds was over before this was sent.',
		mayBeAccepted: false,
		attempts: 0,
	});
	expect(result.hints[0]?.message).toBe(
		'0 events in 2 requests; 10 items not sent, 20 possibly accepted without confirmation, see the Error output.',
	);
});

test('a node that stops at a failure says how many were accepted when its run budget was over', async () => {
	shop.emulator.inject({ ...hang, after: 1 });
	const options = { ...slow, runBudget: 1.5 };
	const { error } = await shop.send(views(30), {
		onError: 'stopWorkflow',
		parameters: { options },
	});
	expect(error?.message).toContain('10 events of 30 items had been accepted');
	expect(shop.requests()).toBe(2);
});

test('without the option nothing ends early', async () => {
	shop.emulator.inject({ kind: 'delay', delayMs: 400, count: 3 });
	const result = await shop.send(views(30), { parameters: { options: slow } });
	expect(result.success).toHaveLength(30);
});
