import { messageOf } from './setup-error';

type Cleanup = () => void;

const pending = new Set<Cleanup>();
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
let installed = false;

/**
 * Runs `cleanup` (synchronous: nothing else is possible then) when this process ends in whatever
 * way that can be noticed: a normal exit, an uncaught error, Ctrl-C, SIGTERM, a closed terminal.
 * Returns a function that takes it off again.
 */
export function onProcessEnd(cleanup: Cleanup): () => void {
	installHandlers();
	pending.add(cleanup);
	return () => {
		pending.delete(cleanup);
	};
}

function installHandlers(): void {
	if (installed) return;
	installed = true;
	process.on('exit', runAll);
	for (const [signal, status] of Object.entries(signals)) {
		process.on(signal, () => process.exit(status));
	}
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
