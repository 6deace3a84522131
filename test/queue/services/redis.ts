import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { freePort, loopback } from '../../../tools/n8n/ports';
import { startService, type Service } from './service';

/** Starts a Redis on loopback that writes nothing to disk. */
export async function startRedis(program: string): Promise<Service> {
	const port = await freePort();
	return await startService({
		name: 'Redis',
		program,
		args: ['--port', String(port), '--bind', loopback, '--save', '', '--appendonly', 'no'],
		port,
		folder: temporaryFolder('redis'),
		endSignal: 'SIGKILL',
	});
}
