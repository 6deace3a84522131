import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { packExtension } from '../../../tools/scripts/pack-plugin';
import { releaseOf } from '../releases';
import { installPrograms, runPhp, startDatabase, startPhp, takeLogs } from '../servers';
import type { Addresses } from '../shop-stage';
import { openAdmin, openVisitor } from './people';

export type OpenCartShop = Awaited<ReturnType<typeof openOpenCartShop>>;

/**
 * Builds an OpenCart with its demo products, and starts it with PHP's own server. `upload` and `setUp` do what its
 * owner does with the zip of our extension; `key` is the secret of its orders.
 */
export async function openOpenCartShop({ shop: url, n8n, certificate }: Addresses, key: string) {
	await installPrograms();
	const { path: folder, remove } = temporaryFolder('opencart');
	const www = join(folder, 'www');
	cpSync(releaseOf('opencart', 'admin/index.php'), www, { recursive: true });
	const database = await startDatabase();
	const socket = `mysqli.default_socket=${database.socket}`;
	const php = async (...args: string[]) => await runPhp(['-d', socket, ...args], { cwd: www });
	for (const place of ['', 'admin/'])
		cpSync(join(www, 'config-dist.php'), join(www, place, 'config.php'));
	assert.match(await php('install/cli_install.php', 'install', ...installedAs(url)), /SUCCESS/);
	rmSync(join(www, 'install'), { recursive: true });
	await database.run(readFileSync(join(__dirname, 'shop.sql'), 'utf8'));
	const set = async (name: string, value: string): Promise<void> =>
		await database.run(`UPDATE oc_setting SET value='${value}' WHERE \`key\`='${name}'`);
	const log = join(folder, 'php.log');
	const settings = [socket, `curl.cainfo=${certificate}`, 'log_errors=1', `error_log=${log}`];
	const server = await startPhp(www, join(__dirname, 'router.php'), settings);
	const logs = [log, join(www, 'system/storage/logs/error.log')];
	return {
		...{ url, port: server.port, set },
		/** The rows of a query, whose values are texts, as in PHP. */
		rows: async (query: string): Promise<readonly JsonObject[]> => {
			const rows: unknown = JSON.parse(await php('-r', rowsOf, '--', query));
			return arrayOf(rows, 'rows').map((row) => objectOf(row, 'a row'));
		},
		visitor: async (cookies?: Readonly<Record<string, string>>) => await openVisitor(url, cookies),
		admin: async () => await openAdmin(url),
		upload: async () => await (await openAdmin(url)).upload(packExtension(folder)),
		setUp: async () => await (await openAdmin(url)).setUp({ ...boxes, status: '1', n8n, key }),
		/** Writes products.csv and google.xml into the top folder of the shop, as export extensions do. */
		exportProducts: async () => await php(join(__dirname, 'exports.php'), url, www),
		/** What PHP and OpenCart logged since the last call. */
		takeLog: () => takeLogs(logs),
		close: async (): Promise<void> => {
			await server.stop();
			await database.stop();
			remove();
		},
	};
}

const boxes = {
	...{ product_type: 'similar', product_heading: 'You may also like' },
	...{ home_type: 'popular', home_heading: 'For you' },
	...{ cart_type: 'similar', cart_heading: 'Goes well with your cart' },
};

/** What OpenCart's own installer asks for. */
const installedAs = (url: string): string[] =>
	Object.entries({
		...{ username: 'admin', password: 'admin123', email: 'owner@shop.example' },
		...{ http_server: `${url}/`, language: 'en-gb', db_driver: 'mysqli', db_prefix: 'oc_' },
		...{ db_hostname: 'localhost', db_port: '3306', db_database: 'shop' },
		...{ db_username: 'shop', db_password: 'shop' },
	}).flatMap(([name, value]) => [`--${name}`, value]);

const rowsOf = `$shop = new mysqli('localhost', 'shop', 'shop', 'shop');
	$shop->set_charset('utf8mb4');
	echo json_encode($shop->query($argv[1])->fetch_all(MYSQLI_ASSOC));`;
