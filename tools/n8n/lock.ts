import { closeSync, openSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { onProcessEnd } from './cleanup';
import { codeOf } from './setup-error';

export interface LockTimes {
	/** Interval at which the holder renews the lock, ms. */
	heartbeat: number;
	/** Age at which a lock that was not renewed counts as abandoned, ms. */
	stale: number;
	/** Interval at which a waiter tries again, ms. */
	poll: number;
}

const defaultTimes: LockTimes = { heartbeat: 3_000, stale: 20_000, poll: 1_000 };

/**
 * Runs `work` while holding the lock file `path`. Calls `onWait` once if another process holds it.
 * A killed holder is recognised by the age of its file, since containers may share the cache but not
 * their process IDs.
 */
export async function withLock<T>(
	path: string,
	work: () => Promise<T>,
	onWait: () => void = () => undefined,
	times: LockTimes = defaultTimes,
): Promise<T> {
	for (let told = false; !tryCreate(path); told = true) {
		if (isStale(path, times.stale)) steal(path);
		else if (!told) onWait();
		await wait(times.poll);
	}
	const release = (): void => rmSync(path, { force: true });
	const forget = onProcessEnd(release);
	const beat = setInterval(() => touch(path), times.heartbeat);
	beat.unref();
	try {
		return await work();
	} finally {
		clearInterval(beat);
		forget();
		release();
	}
}

function tryCreate(path: string): boolean {
	try {
		closeSync(openSync(path, 'wx'));
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

function isStale(path: string, age: number): boolean {
	const stats = statSync(path, { throwIfNoEntry: false });
	return stats !== undefined && Date.now() - stats.mtimeMs > age;
}

function steal(path: string): void {
	const aside = `${path}.stale-${process.pid}`;
	try {
		renameSync(path, aside);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') throw error;
	}
	rmSync(aside, { force: true });
}

function touch(path: string): void {
	const now = new Date();
	try {
		utimesSync(path, now, now);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') throw error;
	}
}
