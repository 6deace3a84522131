import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from './setup-error';

type Cleanup = () => void;

const pending = new Set<Cleanup>();
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
let installed = false;
let onInterruption: (() => void) | undefined;

/**
 * Runs `cleanup` when this process ends: by a normal exit, an uncaught error, Ctrl-C, SIGTERM or a
 * closed terminal. It must be synchronous. Returns a function that unregisters it.
 */
export function onProcessEnd(cleanup: Cleanup): () => void {
	installHandlers();
	pending.add(cleanup);
	return () => {
		pending.delete(cleanup);
	};
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
	const removeFolder = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
	const forget = onProcessEnd(removeFolder);
	return {
		path,
		remove: () => {
			removeFolder();
			forget();
		},
	};
}

function installHandlers(): void {
	if (installed) return;
	installed = true;
	process.on('exit', runAll);
	for (const [signal, status] of Object.entries(signals)) {
		process.on(signal, () => interrupt(status));
	}
	watchParent();
}

/** Ends this process when its parent is gone: npm's shell dies of SIGTERM without passing it on. */
function watchParent(): void {
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		interrupt(signals.SIGTERM);
	}, 1_000);
	timer.unref();
}

/**
 * Resolves at the first Ctrl-C, SIGTERM or hang-up; the caller then ends the process. A second one
 * ends it at once.
 */
export function untilInterrupted(): Promise<void> {
	installHandlers();
	return new Promise((resolve) => (onInterruption = resolve));
}

function interrupt(status: number): void {
	const resolve = onInterruption;
	onInterruption = undefined;
	if (resolve) resolve();
	else process.exit(status);
}

function runAll(): void {
	for (const cleanup of [...pending].reverse()) {
		pending.delete(cleanup);
		try {
			cleanup();
		} catch (error) {
			process.stderr.write(`Cleaning up failed: ${messageOf(error)}\n`);
		}
	}
}
