import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Report, SetupError } from '../../../tools/n8n';
import { findProgram, installDebianPackages } from '../../../tools/n8n/debian';

export interface Programs {
	redisServer: string;
	/** Folder with `initdb` and `postgres`. */
	postgresFolder: string;
}

/** Debian 12 has it. n8n warns about versions before 17. Queue mode was seen with 15 and 17. */
const oldestPostgres = 15;
const postgresRoot = '/usr/lib/postgresql';

/**
 * Finds Redis and PostgreSQL, and installs the package of the one that is missing. Fails with a
 * SetupError if that is not possible.
 */
export async function findPrograms(report: Report): Promise<Programs> {
	const missing = [
		...(findProgram('redis-server') === undefined ? ['redis-server'] : []),
		...(newestPostgres() === undefined ? ['postgresql'] : []),
	];
	if (missing.length > 0) await installDebianPackages(missing, report);
	const redisServer = findProgram('redis-server');
	const postgresFolder = newestPostgres();
	if (redisServer !== undefined && postgresFolder !== undefined)
		return { redisServer, postgresFolder };
	throw new SetupError(
		`Redis, or PostgreSQL ${oldestPostgres} or later below ${postgresRoot}, was not found.`,
	);
}

/** The folder of its programs. */
function newestPostgres(): string | undefined {
	if (!existsSync(postgresRoot)) return undefined;
	const folders = readdirSync(postgresRoot)
		.map(Number)
		.filter((version) => version >= oldestPostgres)
		.sort((a, b) => b - a)
		.map((version) => join(postgresRoot, String(version), 'bin'));
	return folders.find((folder) => existsSync(join(folder, 'initdb')));
}
