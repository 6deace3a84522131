import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Report, SetupError } from '../../../tools/n8n';
import { findProgram, installDebianPackages } from '../../../tools/n8n/debian';

/** Where the programs of the two services are. */
export interface Programs {
	redisServer: string;
	/** Folder with `initdb` and `postgres`. */
	postgresFolder: string;
}

const debianPackages = ['redis-server', 'postgresql-17'] as const;
/** The oldest PostgreSQL that n8n does not warn about. */
const oldestPostgres = 16;
const postgresRoot = '/usr/lib/postgresql';

/**
 * Finds Redis and PostgreSQL, and installs Debian's packages if one is missing. Fails with a
 * SetupError if that is not possible.
 */
export async function findPrograms(report: Report): Promise<Programs> {
	const present = look();
	if (present) return present;
	await installDebianPackages(debianPackages, report);
	const installed = look();
	if (installed) return installed;
	throw new SetupError('Redis and PostgreSQL were installed, but their programs were not found.');
}

function look(): Programs | undefined {
	const redisServer = findProgram('redis-server');
	const postgresVersion = newestPostgres();
	if (redisServer === undefined || postgresVersion === undefined) return undefined;
	const postgresFolder = join(postgresRoot, String(postgresVersion), 'bin');
	return { redisServer, postgresFolder };
}

function newestPostgres(): number | undefined {
	if (!existsSync(postgresRoot)) return undefined;
	return readdirSync(postgresRoot)
		.filter((name) => existsSync(join(postgresRoot, name, 'bin', 'initdb')))
		.map(Number)
		.filter((version) => version >= oldestPostgres)
		.sort((a, b) => b - a)[0];
}
