import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, loopback } from '../../../harness/ports';
import { startService, type Service } from './service';

/** Starts a Redis on loopback that writes nothing to disk. */
export async function startRedis(program: string): Promise<Service> {
	const folder = mkdtempSync(join(tmpdir(), 'kainic-redis-'));
	const port = await freePort();
	return await startService({
		name: 'Redis',
		program,
		args: ['--port', String(port), '--bind', loopback, '--save', '', '--appendonly', 'no'],
		port,
		folder,
		logFile: join(folder, 'redis.log'),
		endSignal: 'SIGKILL',
		removeFolder: () => rmSync(folder, { recursive: true, force: true }),
		greeting: { send: 'PING\r\n', expected: /^\+PONG/ },
	});
}
