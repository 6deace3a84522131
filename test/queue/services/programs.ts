import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Report, SetupError, elapsed } from '../../../harness';
import { runCommand } from '../../../harness/command';

/** Where the two services' programs are on this machine. */
export interface Programs {
	redisServer: string;
	/** Folder with `initdb` and `postgres`. */
	postgresFolder: string;
	postgresVersion: number;
}

const debianPackages = ['redis-server', 'postgresql-17'] as const;
/** The oldest PostgreSQL that n8n does not warn of. */
const oldestPostgres = 16;
const postgresRoot = '/usr/lib/postgresql';

/**
 * Finds Redis and PostgreSQL, and installs Debian's packages of those that are missing. Fails with a
 * SetupError where that is not possible: on another system, without root, without network.
 */
export async function findPrograms(report: Report): Promise<Programs> {
	const present = await look();
	if (present) return present;
	await install(report);
	const installed = await look();
	if (installed) return installed;
	throw new SetupError('Redis and PostgreSQL were installed, but their programs were not found.');
}

async function look(): Promise<Programs | undefined> {
	const redisServer = await pathOf('redis-server');
	const postgresVersion = newestPostgres();
	if (redisServer === undefined || postgresVersion === undefined) return undefined;
	const postgresFolder = join(postgresRoot, String(postgresVersion), 'bin');
	return { redisServer, postgresFolder, postgresVersion };
}

async function pathOf(program: string): Promise<string | undefined> {
	const { stdout } = await runCommand('sh', ['-c', `command -v ${program}`], { cwd: '/' });
	return stdout.trim() || undefined;
}

function newestPostgres(): number | undefined {
	if (!existsSync(postgresRoot)) return undefined;
	return readdirSync(postgresRoot)
		.filter((name) => existsSync(join(postgresRoot, name, 'bin', 'initdb')))
		.map(Number)
		.filter((version) => version >= oldestPostgres)
		.sort((a, b) => b - a)[0];
}

async function install(report: Report): Promise<void> {
	const command = `apt-get install ${debianPackages.join(' ')}`;
	if (process.getuid?.() !== 0 || (await pathOf('apt-get')) === undefined) {
		throw new SetupError(`Redis and PostgreSQL ${oldestPostgres} or newer are needed: ${command}`);
	}
	report(`Installing ${debianPackages.join(' and ')} (once) …`);
	const start = performance.now();
	await apt(['update']);
	await apt(['install', '--yes', '--no-install-recommends', ...debianPackages]);
	report(`They are installed (${elapsed(start)}).`);
}

async function apt(args: readonly string[]): Promise<void> {
	// Debian starts services as it installs them, unless the run level says that it is shut down.
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
	const { status, stderr } = await runCommand('apt-get', args, { cwd: '/', env });
	if (status === 0) return;
	throw new SetupError(`apt-get ${args[0] ?? ''} failed:\n${stderr.trim().slice(-1000)}`);
}
