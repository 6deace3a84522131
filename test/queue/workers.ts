import { readFileSync } from 'node:fs';
import type { Server } from '../../tools/n8n';

export interface Worker {
	name: string;
	server: Server;
}

/** IDs of the executions that a worker has started, in order, from its log. */
export function executionsOf({ server }: Worker): string[] {
	const log = readFileSync(server.logFile, 'utf8');
	return Array.from(log.matchAll(/Worker started execution (\w+)/g), (match) => match[1] ?? '');
}

/** The worker that ran an execution; fails if none did. */
export function workerOf(workers: readonly Worker[], execution: string): Worker {
	const found = workers.find((worker) => executionsOf(worker).includes(execution));
	if (found) return found;
	throw new Error(`No worker started execution ${execution}.`);
}
