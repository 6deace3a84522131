import { readFileSync } from 'node:fs';
import { type Server, type ServerOptions, type Stage, startServer } from '../../tools/n8n';

/** A process of n8n that runs executions of the queue. */
export interface Worker {
	name: string;
	server: Server;
}

/** Starts two workers, each with the package in its own user folder. */
export async function startWorkers(
	{ installation, packed }: Stage,
	env: NonNullable<ServerOptions['env']>,
): Promise<Worker[]> {
	const command = ['worker', '--concurrency=5'];
	const options = { installation, packages: [packed.tarball], env, command };
	return await Promise.all(
		['worker 1', 'worker 2'].map(async (name) => ({ name, server: await startServer(options) })),
	);
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
