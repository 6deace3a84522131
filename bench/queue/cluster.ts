import { type RunningN8n, type Server, startN8n, startServer } from '../../harness';
import { temporaryFolder } from '../../harness/cleanup';
import type { Report } from '../../harness';
import { startPostgres } from '../../test/queue/services/postgres';
import { findPrograms } from '../../test/queue/services/programs';
import { startRedis } from '../../test/queue/services/redis';
import { queueEnvironment } from '../../test/queue/settings';
import { type StageSetting, keys } from '../stage';

/** n8n in queue mode on this machine. */
export interface Cluster {
	readonly main: RunningN8n;
	readonly workers: readonly Server[];
	/** Starts workers until there are so many. */
	growTo(count: number): Promise<void>;
	stopWorkers(): Promise<void>;
	close(): Promise<void>;
}

/** n8n's own: with the short locks of the tests, a busy worker is taken for dead. */
const asInstalled = {
	N8N_LOG_LEVEL: 'warn',
	QUEUE_WORKER_LOCK_DURATION: '60000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '10000',
	QUEUE_WORKER_STALLED_INTERVAL: '30000',
} as const;

/** Starts Redis, PostgreSQL and a main process; no workers yet. */
export async function openCluster(
	{ installation, packages, sink }: StageSetting,
	report: Report,
): Promise<Cluster> {
	const programs = await findPrograms(report);
	const folder = temporaryFolder('bench-queue');
	const redis = await startRedis(programs.redisServer);
	const postgres = await startPostgres(programs);
	const env = { ...queueEnvironment(redis, postgres, folder.path), ...asInstalled };
	const main = await startN8n({ installation, packages, env }, { baseUrl: sink.url, ...keys });
	const workers: Server[] = [];
	const command = ['worker', '--concurrency=10'];
	const stopWorkers = async (): Promise<void> => {
		for (const worker of workers.splice(0)) await worker.stop();
	};
	return {
		main,
		workers,
		growTo: async (count) => {
			while (workers.length < count) {
				workers.push(await startServer({ installation, packages, env, command }));
			}
		},
		stopWorkers,
		close: async () => {
			await stopWorkers();
			await main.close();
			for (const service of [postgres, redis]) await service.stop();
			folder.remove();
		},
	};
}
