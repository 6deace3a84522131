import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withLock } from '../../../harness/lock';

const times = { heartbeat: 20, stale: 1000, poll: 5 };

describe('a lock between processes', () => {
	let folder: string;
	let path: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'kainic-lock-'));
		path = join(folder, 'lock');
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	it('lets one work at a time and tells the others once that they wait', async () => {
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

	it('is given back when the work fails', async () => {
		const failing = withLock(path, () => Promise.reject(new Error('no disk')), undefined, times);
		await expect(failing).rejects.toThrow('no disk');
		expect(existsSync(path)).toBe(false);
	});

	it('is taken from a holder that gives no sign of life any more', async () => {
		writeFileSync(path, '');
		const longAgo = new Date(Date.now() - 60_000);
		utimesSync(path, longAgo, longAgo);
		await expect(withLock(path, async () => 'done', undefined, times)).resolves.toBe('done');
	});
});
