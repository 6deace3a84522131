import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { printReport as report } from '../../../tools/n8n';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { runCommand } from '../../../tools/n8n/command';
import { findProgram, installDebianPackages } from '../../../tools/n8n/debian';
import { freePort, loopback } from '../../../tools/n8n/ports';
import { packPlugin } from '../../../tools/scripts/pack-plugin';
import { startService } from '../../queue/services/service';
import { releaseOf } from '../releases';

const kit = join(__dirname, 'php');

const php = ['cli', 'curl', 'gd', 'intl', 'mbstring', 'mysql', 'xml', 'zip'];
const packages = [...php.map((name) => `php-${name}`), 'mariadb-server', 'zip', 'unzip'];
const programs = ['php', 'mariadbd', 'mariadb-install-db', 'mariadb', 'zip', 'unzip'];

export interface ShopOptions {
	/** Folder of the release of WooCommerce. */
	readonly woocommerce: string;
	readonly theme: 'twentytwentyfive' | 'storefront';
	/** Whether orders have tables of their own (High-Performance Order Storage). */
	readonly hpos: boolean;
	/** Address of the shop, without a slash at the end. The proxy at this address sends requests to `port`. */
	readonly url: string;
}

export type WooCommerceShop = Awaited<ReturnType<typeof openWooCommerceShop>>;

/** Builds a WooCommerce shop with demo data and this repository's plugin, and starts it with PHP's own server. */
export async function openWooCommerceShop({ woocommerce, theme, hpos, url }: ShopOptions) {
	if (!programs.every((name) => findProgram(name))) await installDebianPackages(packages, report);
	const { path: folder, remove } = temporaryFolder('shop');
	const www = join(folder, 'www');
	const content = join(www, 'wp-content');
	cpSync(releaseOf('wordpress', 'wp-settings.php'), www, { recursive: true });
	cpSync(woocommerce, join(content, 'plugins/woocommerce'), { recursive: true });
	if (theme === 'storefront')
		cpSync(releaseOf('storefront', 'style.css'), join(content, 'themes/storefront'), {
			recursive: true,
		});
	for (const name of ['mu-plugins', 'uploads', 'upgrade'])
		mkdirSync(join(content, name), { recursive: true });
	cpSync(join(kit, 'test-shop.php'), join(content, 'mu-plugins/test-shop.php'));
	cpSync(join(kit, 'wp-config.php'), join(www, 'wp-config.php'));
	const log = join(folder, 'wordpress.log');
	const database = await startDatabase();
	const env = {
		...process.env,
		SHOP_DATABASE_PORT: String(database.port),
		SHOP_FOLDER: www,
		SHOP_HPOS: hpos ? 'yes' : 'no',
		SHOP_LOG: log,
		SHOP_THEME: theme,
		SHOP_URL: url,
	};
	/** The JSON in the last line of what a PHP file prints. */
	const runFile = async (file: string, ...args: string[]): Promise<unknown> => {
		const command = [
			'-d',
			'memory_limit=1G',
			'-d',
			'display_errors=stderr',
			join(kit, file),
			...args,
		];
		const { status, stdout, stderr } = await runCommand('php', command, { cwd: www, env });
		assert.equal(status, 0, `${file}: ${stdout}${stderr}`.slice(-3000));
		const last = stdout.split('\n').at(-1) ?? '';
		return last === '' ? null : JSON.parse(last);
	};
	const runPhp = async (code: string): Promise<unknown> => await runFile('run.php', code);
	await runFile('install.php', 'wordpress');
	const installed = Object(await runFile('install.php', 'woocommerce'));
	const made = Object(await runFile('seed.php'));
	await installPlugin(content, folder);
	await activate(runPhp, 'kainic/kainic.php');
	writeFileSync(log, '');
	const server = await startPhp(www, env);
	return {
		url,
		port: server.port,
		versions: { wordpress: String(installed.wordpress), woocommerce: String(installed.version) },
		/** The key that n8n needs. */
		key: {
			consumerKey: String(installed.consumerKey),
			consumerSecret: String(installed.consumerSecret),
		},
		/** IDs of products and variations, and of orders, by the name that seed.php gave them. */
		products: made.products as Readonly<Record<string, number>>,
		orders: made.orders as Readonly<Record<string, number>>,
		/** Folder wp-content. */
		content,
		/** Runs PHP code in the shop, and returns what the code returns. */
		runPhp,
		/** Adds a plugin from an unpacked release. */
		addPlugin: async (name: string, file: string): Promise<void> => {
			cpSync(releaseOf(name, file), join(content, 'plugins', name), { recursive: true });
			await activate(runPhp, `${name}/${file}`);
		},
		/** What WordPress logged since the last call. With WP_DEBUG on, this includes all notices of PHP. */
		takeLog: (): string => {
			const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
			writeFileSync(log, '');
			return text;
		},
		close: async (): Promise<void> => {
			await server.stop();
			await database.stop();
			remove();
		},
	};
}

/** As WordPress unpacks the zip that its owner uploads. */
async function installPlugin(content: string, folder: string): Promise<void> {
	const args = ['-q', packPlugin(folder), '-d', join(content, 'plugins')];
	const { status, stderr } = await runCommand('unzip', args, { cwd: folder });
	assert.equal(status, 0, stderr);
}

async function activate(runPhp: (code: string) => Promise<unknown>, file: string): Promise<void> {
	const code = `require_once ABSPATH . 'wp-admin/includes/plugin.php';
		$problem = activate_plugin( '${file}' );
		return is_wp_error( $problem ) ? $problem->get_error_message() : '';`;
	assert.equal(await runPhp(code), '', file);
}

async function startDatabase() {
	const folder = temporaryFolder('mariadb');
	const { username } = userInfo();
	const data = [`--datadir=${join(folder.path, 'data')}`, `--user=${username}`];
	const settings = ['--no-defaults', ...data];
	const made = await runCommand('mariadb-install-db', [...settings, '--skip-test-db'], {
		cwd: folder.path,
	});
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
	const sql = `create database wp character set utf8mb4;
		create user wp@'%' identified by 'wp'; grant all on wp.* to wp@'%'`;
	const options = ['--no-defaults', `--user=${username}`, `--socket=${socket}`, '-e', sql];
	const { status, stderr } = await runCommand('mariadb', options, { cwd: folder.path });
	assert.equal(status, 0, stderr);
	return service;
}

async function startPhp(www: string, env: Readonly<Record<string, string | undefined>>) {
	const port = await freePort();
	const ini = [
		'opcache.enable_cli=1',
		'memory_limit=512M',
		'display_errors=0',
		'upload_max_filesize=64M',
	];
	const options = ini.flatMap((setting) => ['-d', setting]);
	const variables = Object.entries({ ...env, PHP_CLI_SERVER_WORKERS: '6' })
		.filter(([name]) => /^(SHOP|PHP)_/.test(name))
		.map(([name, value]) => `${name}=${value}`);
	const address = `${loopback}:${port}`;
	return await startService({
		name: 'PHP',
		program: 'env',
		args: [...variables, 'php', ...options, '-S', address, '-t', www, join(kit, 'router.php')],
		port,
		folder: temporaryFolder('php'),
		endSignal: 'SIGTERM',
	});
}
