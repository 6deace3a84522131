import { lock } from 'proper-lockfile';

/** Milliseconds: how often the holder renews the lock, after which age it counts as abandoned, and between two tries. */
const timing = { update: 3_000, stale: 20_000 };
const retries = { forever: true, minTimeout: 1_000, maxTimeout: 1_000 };

/**
 * Runs `work` while holding the lock `path`. Calls `onWait` if another process holds it. A killed holder is
 * recognised by the age of the lock, since containers may share the cache but not their process IDs.
 */
export async function withLock<T>(
	path: string,
	work: () => Promise<T>,
	onWait: () => void = () => undefined,
): Promise<T> {
	const options = { ...timing, realpath: false, lockfilePath: path };
	const release = await lock(path, options).catch(async () => {
		onWait();
		return await lock(path, { ...options, retries });
	});
	return await work().finally(release);
}
