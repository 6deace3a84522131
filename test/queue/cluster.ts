import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	type Installation,
	type PackedPackage,
	type Report,
	type Server,
	elapsed,
	startServer,
} from '../../scripts/n8n';
import { onProcessEnd } from '../../scripts/n8n/cleanup';
import { loopback } from '../../scripts/n8n/ports';
import { type Programs, findPrograms } from './services/programs';
import { postgresLogin, startPostgres } from './services/postgres';
import { startRedis } from './services/redis';
import type { Service } from './services/service';

export interface Worker {
	name: string;
	server: Server;
}

/** n8n on several processes: one that takes requests, and workers that run workflows. */
export interface Cluster {
	main: Server;
	workers: readonly Worker[];
	/** Where all of them keep binary data. */
	binaryFolder: string;
	/** Ends all of it and removes what it stored. */
	stop(): Promise<void>;
}

/** How soon n8n notices that a worker is gone; its own settings take two and a half minutes. */
export const lockSettings = {
	QUEUE_WORKER_LOCK_DURATION: '5000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
} as const;

const workerNames = ['worker 1', 'worker 2'] as const;
const readyWithin = 240_000;

/** Starts Redis, PostgreSQL, n8n and two workers, each with the package in its own user folder. */
export async function startCluster(
	installation: Installation,
	packed: PackedPackage,
	report: Report,
): Promise<Cluster> {
	const programs = await findPrograms(report);
	const start = performance.now();
	const running: Array<{ stop(): Promise<void> }> = [];
	const keep = <Started extends { stop(): Promise<void> }>(started: Started): Started => {
		running.push(started);
		return started;
	};
	const stop = async (): Promise<void> => {
		for (const started of running.splice(0).reverse()) await started.stop();
	};
	try {
		const { binaryFolder, ...settings } = await startServices(programs, keep);
		const n8n = { installation, packages: [packed.tarball], env: settings.env, readyWithin };
		const main = keep(await startServer(n8n));
		const workers = await Promise.all(
			workerNames.map(async (name): Promise<Worker> => {
				const command = ['worker', '--concurrency=5'];
				return { name, server: keep(await startServer({ ...n8n, command })) };
			}),
		);
		const { version } = installation;
		report(
			`n8n ${version} in queue mode is ready: one main, two workers, Redis, ` +
				`PostgreSQL ${programs.postgresVersion} (${elapsed(start)}).`,
		);
		return { main, workers, binaryFolder, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function startServices(
	programs: Programs,
	keep: <Started extends { stop(): Promise<void> }>(started: Started) => Started,
): Promise<{ binaryFolder: string; env: Record<string, string> }> {
	const binaryFolder = keep(sharedFolder());
	const redis = keep(await startRedis(programs.redisServer));
	const postgres = keep(await startPostgres(programs));
	const env = { ...queueEnvironment(redis, postgres), ...storageEnvironment(binaryFolder.path) };
	return { binaryFolder: binaryFolder.path, env };
}

function sharedFolder(): { path: string; stop(): Promise<void> } {
	const path = mkdtempSync(join(tmpdir(), 'kainic-binary-'));
	const remove = (): void => rmSync(path, { recursive: true, force: true });
	const forget = onProcessEnd(remove);
	const stop = async (): Promise<void> => {
		forget();
		remove();
	};
	return { path, stop };
}

function storageEnvironment(folder: string): Record<string, string> {
	return { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem', N8N_BINARY_DATA_STORAGE_PATH: folder };
}

function queueEnvironment(redis: Service, postgres: Service): Record<string, string> {
	return {
		...lockSettings,
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		QUEUE_BULL_REDIS_HOST: loopback,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: loopback,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: postgresLogin.user,
		DB_POSTGRESDB_DATABASE: postgresLogin.database,
		DB_POSTGRESDB_PASSWORD: '',
		N8N_LOG_LEVEL: 'info',
	};
}

/** The executions that a worker has begun, by its own log, in their order. */
export function executionsOf({ server }: Worker): string[] {
	const log = readFileSync(server.logFile, 'utf8');
	return Array.from(log.matchAll(/Worker started execution (\w+)/g), (match) => match[1] ?? '');
}

/** The worker that ran an execution; fails where none of them did. */
export function workerOf({ workers }: Cluster, execution: string): Worker {
	const found = workers.find((worker) => executionsOf(worker).includes(execution));
	if (found) return found;
	throw new Error(`No worker began execution ${execution}.`);
}
