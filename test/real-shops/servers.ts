import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { printReport as report } from '../../tools/n8n';
import { temporaryFolder } from '../../tools/n8n/cleanup';
import { runCommand } from '../../tools/n8n/command';
import { findProgram, installDebianPackages } from '../../tools/n8n/debian';
import { freePort, loopback } from '../../tools/n8n/ports';
import { startService } from '../queue/services/service';

const modules = ['cli', 'curl', 'gd', 'intl', 'mbstring', 'mysql', 'xml', 'zip'];
const packages = [...modules.map((name) => `php-${name}`), 'mariadb-server', 'zip', 'unzip'];
const programs = ['php', 'mariadbd', 'mariadb-install-db', 'mariadb', 'zip', 'unzip'];

/** PHP and MariaDB, and what packs a plugin. */
export async function installPrograms(): Promise<void> {
	if (!programs.every((name) => findProgram(name))) await installDebianPackages(packages, report);
}

/** A MariaDB with a database `shop` and a user `shop`, whose password is `shop`. */
export async function startDatabase() {
	const folder = temporaryFolder('mariadb');
	const { username } = userInfo();
	const data = [`--datadir=${join(folder.path, 'data')}`, `--user=${username}`];
	const settings = ['--no-defaults', ...data];
	const options = { cwd: folder.path };
	const made = await runCommand('mariadb-install-db', [...settings, '--skip-test-db'], options);
	assert.equal(made.status, 0, made.stderr + made.stdout);
	const port = await freePort();
	const socket = join(folder.path, 'socket');
	const network = [`--port=${port}`, `--bind-address=${loopback}`, `--socket=${socket}`];
	const quick = ['--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=256M'];
	const service = await startService({
		name: 'MariaDB',
		program: String(findProgram('mariadbd')),
		args: [...settings, ...network, `--pid-file=${join(folder.path, 'pid')}`, ...quick],
		port,
		folder,
		endSignal: 'SIGKILL',
	});
	const run = async (statements: string, database: readonly string[] = []): Promise<void> => {
		const user = ['--no-defaults', `--user=${username}`, `--socket=${socket}`];
		const args = [...user, ...database, '-e', statements];
		const { status, stderr } = await runCommand('mariadb', args, options);
		assert.equal(status, 0, stderr);
	};
	await run(`create database shop character set utf8mb4;
		create user shop@'%' identified by 'shop'; grant all on shop.* to shop@'%'`);
	return { ...service, socket, run: async (statements: string) => await run(statements, ['shop']) };
}

/** PHP's own server for a folder; `router` decides what each address is. */
export async function startPhp(
	folder: string,
	router: string,
	settings: readonly string[],
	env: Readonly<Record<string, string>> = {},
) {
	const port = await freePort();
	const ini = ['opcache.enable_cli=1', 'memory_limit=512M', 'display_errors=0', ...settings];
	const variables = Object.entries({ ...env, PHP_CLI_SERVER_WORKERS: '6' });
	return await startService({
		name: 'PHP',
		program: 'env',
		args: [
			...variables.map(([name, value]) => `${name}=${value}`),
			...['php', ...ini.flatMap((setting) => ['-d', setting])],
			...['-S', `${loopback}:${port}`, '-t', folder, router],
		],
		port,
		folder: temporaryFolder('php'),
		endSignal: 'SIGTERM',
	});
}

/** What PHP prints. */
export async function runPhp(
	args: readonly string[],
	options: Parameters<typeof runCommand>[2],
): Promise<string> {
	const { status, stdout, stderr } = await runCommand('php', args, options);
	assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`.slice(-3000));
	return stdout;
}

/** What was written into these files since the last call. */
export function takeLogs(files: readonly string[]): string {
	const texts = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
	for (const file of files) rmSync(file, { force: true });
	return texts.join('');
}
