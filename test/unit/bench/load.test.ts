import { setTimeout as wait } from 'node:timers/promises';
import { loadOf } from '../../../bench/queue/load';

test('a visitor who gets no answer is counted, and does not lower the rate of the others', async () => {
	let calls = 0;
	let atOnce = 0;
	let most = 0;
	const call = async () => {
		calls += 1;
		const isLost = calls === 3;
		most = Math.max(most, (atOnce += 1));
		await wait(isLost ? 1000 : 10);
		atOnce -= 1;
		return !isLost;
	};
	const load = await loadOf({ count: 20, atOnce: 4, mainPid: process.pid, workerPids: [], call });

	expect([calls, most, load.unanswered]).toEqual([20, 4, 5]);
	expect(load.answer99).toBeGreaterThan(900);
	// Nineteen answers in seven turns of ten milliseconds, on a machine that may be busy.
	expect(load.rate).toBeGreaterThan(25);
	expect(load.workersCpu).toBe(0);
});
