import { execFile } from 'node:child_process';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { freePort, loopback } from '../../../tools/n8n/ports';
import type { Programs } from './programs';
import { startService, type Service } from './service';

const run = promisify(execFile);

/** Role and database of a new cluster; loopback connections need no password. */
export const postgresLogin = { user: 'postgres', database: 'postgres' } as const;

/** Switches off what only protects data from a crash of the machine. */
const settings = ['--fsync=off', '--synchronous_commit=off', '--full_page_writes=off'];

/**
 * Makes a PostgreSQL cluster in a temporary folder and starts it on loopback. n8n advises against SQLite in
 * queue mode, and the npm package that brings PostgreSQL has beta versions only.
 */
export async function startPostgres({ postgresFolder }: Programs): Promise<Service> {
	const folder = temporaryFolder('postgres');
	const user = await unprivilegedUser();
	if (user) chownSync(folder.path, user.uid, user.gid);
	const data = join(folder.path, 'data');
	const cluster = ['-D', data, '-U', postgresLogin.user, '-A', 'trust', '-E', 'UTF8', '--no-sync'];
	const options = { cwd: folder.path, ...user };
	await run(join(postgresFolder, 'initdb'), [...cluster, '--locale=C'], options);
	const port = await freePort();
	return await startService({
		name: 'PostgreSQL',
		program: join(postgresFolder, 'postgres'),
		args: ['-D', data, '-h', loopback, '-p', String(port), '-k', folder.path, ...settings],
		port,
		folder,
		endSignal: 'SIGQUIT',
		...(user && { user }),
	});
}

/** The user of Debian's package if this process runs as root, which PostgreSQL refuses. */
async function unprivilegedUser() {
	if (process.getuid?.() !== 0) return undefined;
	const idOf = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
	return { uid: await idOf('-u'), gid: await idOf('-g') };
}
