import { type Report, type Scenario, type Stage, openStage } from '../../tools/n8n';
import { temporaryFolder } from '../../tools/n8n/cleanup';
import { startPostgres } from './services/postgres';
import { findPrograms } from './services/programs';
import { startRedis } from './services/redis';
import { queueEnvironment } from './settings';
import { type Worker, startWorkers } from './workers';

/** n8n in queue mode: the stage's own server is the main process. */
export interface QueueStage extends Stage {
	readonly workers: readonly Worker[];
}

/** One thing that n8n has to do on several machines. */
export type QueueScenario = Scenario<QueueStage>;

/** Starts Redis, PostgreSQL, the emulator, n8n and two workers, each n8n with the package installed. */
export async function openQueueStage(report: Report): Promise<QueueStage> {
	const programs = await findPrograms(report);
	const binary = temporaryFolder('binary');
	const redis = await startRedis(programs.redisServer);
	const postgres = await startPostgres(programs);
	const env = queueEnvironment(redis, postgres, binary.path);
	const stage = await openStage({ env, report });
	const workers = await startWorkers(stage, env);
	report('Queue mode: one main, two workers, Redis and PostgreSQL are ready.');
	const close = async (): Promise<void> => {
		for (const { server } of workers) await server.stop();
		await stage.close();
		for (const service of [postgres, redis]) await service.stop();
		binary.remove();
	};
	return { ...stage, workers, close };
}
