import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withLock } from '../../../harness/lock';

const times = { heartbeat: 20, stale: 1000, poll: 5 };
const folder = mkdtempSync(join(tmpdir(), 'kainic-lock-'));
const path = join(folder, 'lock');

afterAll(() => rmSync(folder, { recursive: true }));

test('one works at a time, and the others are told once that they wait', async () => {
	const events: string[] = [];
	const work = async (name: string): Promise<void> => {
		events.push(`${name} begins`);
		await wait(1500);
		events.push(`${name} ends`);
	};
	const first = withLock(path, () => work('first'), undefined, times);
	const waiting = jest.fn();
	await Promise.all([first, withLock(path, () => work('second'), waiting, times)]);
	expect(events).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
	expect(waiting).toHaveBeenCalledTimes(1);
});

test('a holder without a sign of life loses it, and who fails gives it back', async () => {
	writeFileSync(path, '');
	utimesSync(path, 0, 0);
	const failing = withLock(path, () => Promise.reject(new Error('no disk')), undefined, times);
	await expect(failing).rejects.toThrow('no disk');
	expect(existsSync(path)).toBe(false);
});
