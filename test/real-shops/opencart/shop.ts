import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { printReport as report } from '../../../tools/n8n';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { runCommand } from '../../../tools/n8n/command';
import { findProgram, installDebianPackages } from '../../../tools/n8n/debian';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { repositoryRoot } from '../../../tools/n8n/recipe';
import { releaseOf } from '../releases';
import { startDatabase, startPhp } from '../servers';
import { openAdmin, openVisitor } from './people';

const php = ['cli', 'curl', 'gd', 'mbstring', 'mysql', 'xml', 'zip'];
const packages = [...php.map((name) => `php-${name}`), 'mariadb-server'];
const programs = ['php', 'mariadbd', 'mariadb-install-db', 'mariadb'];

export type OpenCartShop = Awaited<ReturnType<typeof openOpenCartShop>>;

export interface ShopOptions {
	/** Address of the shop, without a slash at the end. The proxy at this address sends requests to `port`. */
	readonly url: string;
	/** Address of n8n, and the certificate that PHP has to trust. */
	readonly n8n: string;
	readonly certificate: string;
	/** The secret of the shop's orders. */
	readonly key: string;
}

/** Builds an OpenCart with its demo products and the extension of this folder, and starts it with PHP's own server. */
export async function openOpenCartShop({ url, n8n, certificate, key }: ShopOptions) {
	if (!programs.every((name) => findProgram(name))) await installDebianPackages(packages, report);
	const { path: folder, remove } = temporaryFolder('opencart');
	const www = join(folder, 'www');
	cpSync(releaseOf('opencart', 'admin/index.php'), www, { recursive: true });
	const database = await startDatabase();
	await install(www, url, database.socket);
	cpSync(join(__dirname, 'extension'), join(www, 'extension/kainic'), { recursive: true });
	cpSync(join(repositoryRoot, 'examples/shop/kainic.js'), join(www, 'kainic.js'));
	await database.run(readFileSync(join(__dirname, 'shop.sql'), 'utf8'));
	const set = async (name: string, value: string): Promise<void> =>
		await database.run(`UPDATE oc_setting SET value='${value}' WHERE \`key\`='${name}'`);
	await set('kainic_n8n', n8n);
	await set('kainic_key', key);
	const log = join(folder, 'php.log');
	const socket = `mysqli.default_socket=${database.socket}`;
	const settings = [socket, `curl.cainfo=${certificate}`, 'log_errors=1', `error_log=${log}`];
	const server = await startPhp(www, join(__dirname, 'router.php'), settings);
	const logs = [log, join(www, 'system/storage/logs/error.log')];
	return {
		...{ url, port: server.port, set },
		/** The rows of a query, whose values are texts, as in PHP. */
		rows: async (query: string) => await rowsOf(database.socket, query),
		visitor: async (cookies?: Readonly<Record<string, string>>) => await openVisitor(url, cookies),
		admin: async () => await openAdmin(url),
		/** Writes products.csv and google.xml into the top folder of the shop, as export extensions do. */
		exportProducts: async (): Promise<void> => {
			const args = ['-d', socket, join(__dirname, 'exports.php'), url, www];
			const { status, stderr } = await runCommand('php', args, { cwd: www });
			assert.equal(status, 0, stderr);
		},
		/** What PHP and OpenCart logged since the last call. */
		takeLog: (): string => {
			const texts = logs.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
			for (const file of logs) rmSync(file, { force: true });
			return texts.join('');
		},
		close: async (): Promise<void> => {
			await server.stop();
			await database.stop();
			remove();
		},
	};
}

async function install(www: string, url: string, socket: string): Promise<void> {
	for (const place of ['', 'admin/'])
		cpSync(join(www, 'config-dist.php'), join(www, place, 'config.php'));
	const options = Object.entries({
		...{ username: 'admin', password: 'admin123', email: 'owner@shop.example' },
		...{ http_server: `${url}/`, language: 'en-gb', db_driver: 'mysqli', db_prefix: 'oc_' },
		...{ db_hostname: 'localhost', db_port: '3306', db_database: 'shop' },
		...{ db_username: 'shop', db_password: 'shop' },
	}).flatMap(([name, value]) => [`--${name}`, value]);
	const args = [
		'-d',
		`mysqli.default_socket=${socket}`,
		'install/cli_install.php',
		'install',
		...options,
	];
	const { stdout, stderr } = await runCommand('php', args, { cwd: www });
	assert.match(stdout, /SUCCESS/, stdout + stderr);
	rmSync(join(www, 'install'), { recursive: true });
}

async function rowsOf(socket: string, query: string): Promise<readonly JsonObject[]> {
	const code = `$shop = new mysqli('localhost', 'shop', 'shop', 'shop', null, '${socket}');
		$shop->set_charset('utf8mb4');
		echo json_encode($shop->query($argv[1])->fetch_all(MYSQLI_ASSOC));`;
	const { stdout, stderr } = await runCommand('php', ['-r', code, '--', query], { cwd: '/' });
	assert.ok(stdout.startsWith('['), `${query}: ${stdout}${stderr}`);
	return arrayOf(JSON.parse(stdout), 'rows').map((row) => objectOf(row, 'a row'));
}
