import { closeSync, openSync, rmSync, statSync, utimes } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { onProcessEnd } from './cleanup';
import { codeOf } from './setup-error';

/** Milliseconds: how often the holder renews the lock, and after which age it counts as abandoned. */
const heartbeat = 3_000;
const abandoned = 20_000;

/**
 * Runs `work` while holding the lock file `path`. Calls `onWait` once if another process holds it.
 * A killed holder is recognised by the age of its file, since containers may share the cache but not
 * their process IDs.
 */
export async function withLock<T>(
	path: string,
	work: () => Promise<T>,
	onWait: () => void = () => undefined,
): Promise<T> {
	for (let told = false; !tryCreate(path); told = true) {
		if (isStale(path)) rmSync(path, { force: true });
		else if (!told) onWait();
		await wait(1_000);
	}
	const release = (): void => rmSync(path, { force: true });
	const forget = onProcessEnd(release);
	const beat = setInterval(() => {
		utimes(path, new Date(), new Date(), () => undefined);
	}, heartbeat);
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

function isStale(path: string): boolean {
	const stats = statSync(path, { throwIfNoEntry: false });
	return stats !== undefined && Date.now() - stats.mtimeMs > abandoned;
}
