import { randomBytes } from 'node:crypto';
import { loopback } from '../../tools/n8n/ports';
import { postgresLogin } from './services/postgres';
import type { Service } from './services/service';

/** How soon n8n notices that a worker is gone; its defaults take two and a half minutes. */
const lockSettings = {
	QUEUE_WORKER_LOCK_DURATION: '5000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
} as const;

/**
 * How many ended jobs stay in Redis. By default none do, and n8n waits forever for one that ended before
 * the main process listened for its end: its webhook never answers.
 */
const retentionSettings = {
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000',
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_FAILED: '1000',
} as const;

/** Settings of n8n that all processes of a queue share. */
export function queueEnvironment(
	redis: Pick<Service, 'port'>,
	postgres: Pick<Service, 'port'>,
	binaryFolder: string,
): Readonly<Record<string, string>> {
	return {
		...lockSettings,
		...retentionSettings,
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_BINARY_DATA_STORAGE_PATH: binaryFolder,
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
