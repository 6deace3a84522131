import { randomBytes } from 'node:crypto';
import { test as base } from '@playwright/test';
import {
	n8nSettings,
	openStage,
	printReport as report,
	startServer,
	type Stage,
} from '../../tools/n8n';
import { temporaryFolder } from '../../tools/n8n/cleanup';
import { freePort, loopback } from '../../tools/n8n/ports';
import { postgresLogin, startPostgres } from './services/postgres';
import { findPrograms } from './services/programs';
import { startService } from './services/service';
import type { Worker } from './workers';

/** n8n in queue mode: the stage's own server is the main process. */
export interface QueueStage extends Stage {
	readonly workers: readonly Worker[];
	/** Starts as many workers as are missing: two are at work when a scenario begins. */
	startWorkers(): Promise<void>;
	killWorker(worker: Worker): Promise<void>;
}

/** Settings of n8n that all processes of a queue share. */
const settings = {
	...n8nSettings.n8n3,
	EXECUTIONS_MODE: 'queue',
	// How soon n8n notices that a worker is gone; its defaults take two and a half minutes.
	QUEUE_WORKER_LOCK_DURATION: '5000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
	// How many ended jobs stay in Redis. By default none do, and n8n waits forever for one that ended
	// before the main process listened for its end: its webhook never answers.
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000',
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_FAILED: '1000',
	QUEUE_BULL_REDIS_HOST: loopback,
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: loopback,
	DB_POSTGRESDB_USER: postgresLogin.user,
	DB_POSTGRESDB_DATABASE: postgresLogin.database,
	DB_POSTGRESDB_PASSWORD: '',
	N8N_LOG_LEVEL: 'info',
};

/** Starts Redis, PostgreSQL, the emulator, n8n and two workers, each n8n with the package installed. */
async function openQueueStage(): Promise<QueueStage> {
	const programs = await findPrograms(report);
	const redisPort = await freePort();
	const redis = await startService({
		name: 'Redis',
		program: programs.redisServer,
		// It writes nothing to the disk.
		args: ['--port', String(redisPort), '--bind', loopback, '--save', '', '--appendonly', 'no'],
		port: redisPort,
		folder: temporaryFolder('redis'),
		endSignal: 'SIGKILL',
	});
	const postgres = await startPostgres(programs);
	const env = {
		...settings,
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		QUEUE_BULL_REDIS_PORT: String(redisPort),
		DB_POSTGRESDB_PORT: String(postgres.port),
	};
	const stage = await openStage({ env, report });
	const { installation, packed } = stage;
	const command = ['worker', '--concurrency=5'];
	const options = { installation, packages: [packed.tarball], env, command };
	const workers: Worker[] = [];
	let started = 0;
	const startWorkers = async (): Promise<void> => {
		const names = Array.from({ length: 2 - workers.length }, () => `worker ${(started += 1)}`);
		const start = async (name: string) => ({ name, server: await startServer(options) });
		workers.push(...(await Promise.all(names.map(start))));
	};
	await startWorkers();
	const killWorker = async (worker: Worker): Promise<void> => {
		await worker.server.kill();
		workers.splice(workers.indexOf(worker), 1);
	};
	report('Queue mode: one main, two workers, Redis and PostgreSQL are ready.');
	const close = async (): Promise<void> => {
		for (const { server } of workers) await server.stop();
		await stage.close();
		for (const service of [postgres, redis]) await service.stop();
	};
	return { ...stage, workers, startWorkers, killWorker, close };
}

const scenario = base.extend<object, { queue: QueueStage }>({
	queue: [
		async ({}, use) => {
			const queue = await openQueueStage();
			await use(queue);
			await queue.close();
		},
		{ scope: 'worker', timeout: 0 },
	],
});

/** Declares one thing that n8n has to do on several machines. */
export const test = (name: string, run: (stage: QueueStage) => Promise<void>): void =>
	scenario(name, async ({ queue }) => {
		queue.emulator.reset();
		await queue.startWorkers();
		await run(queue);
	});
