import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onExit } from 'signal-exit';

/**
 * Runs `cleanup` when this process ends: by a normal exit, an uncaught error, Ctrl-C, SIGTERM or a
 * closed terminal. It must be synchronous. Returns a function that unregisters it.
 */
export function onProcessEnd(cleanup: () => void): () => void {
	watchParent();
	return onExit(cleanup);
}

export interface TemporaryFolder {
	readonly path: string;
	/** Removes the folder, as the end of this process does. */
	remove(): void;
}

/** Makes an empty folder whose name begins with `kainic-` and the name given. */
export function temporaryFolder(name: string): TemporaryFolder {
	const path = mkdtempSync(join(tmpdir(), `kainic-${name}-`));
	// A process that was told to end may still write there for a moment.
	const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
	// After the processes that use the folder have been ended.
	const forget = onExit(remove, { alwaysLast: true });
	return {
		path,
		remove: () => {
			remove();
			forget();
		},
	};
}

let watched = false;

/** Ends this process when its parent is gone: npm's shell dies of SIGTERM without passing it on. */
function watchParent(): void {
	if (watched) return;
	watched = true;
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		process.kill(process.pid, 'SIGTERM');
	}, 1_000);
	timer.unref();
}

/** Resolves at the first Ctrl-C, SIGTERM or hang-up; the caller then ends the process. A second one ends it at once. */
export function untilInterrupted(): Promise<void> {
	watchParent();
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
			process.once(signal, () => resolve());
	});
}
