import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { runCommand } from '../../../tools/n8n/command';
import { packPlugin } from '../../../tools/scripts/pack-plugin';
import { releaseOf } from '../releases';
import { installPrograms, runPhp as run, startDatabase, startPhp, takeLogs } from '../servers';

const kit = join(__dirname, 'php');

const usual = ['memory_limit=1G', 'display_errors=stderr'].flatMap((setting) => ['-d', setting]);

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
	await installPrograms();
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
	const settings = {
		SHOP_DATABASE_PORT: String(database.port),
		SHOP_FOLDER: www,
		SHOP_HPOS: hpos ? 'yes' : 'no',
		SHOP_LOG: log,
		SHOP_THEME: theme,
		SHOP_URL: url,
	};
	const env = { ...process.env, ...settings };
	/** The JSON in the last line of what a PHP file prints. */
	const runFile = async (file: string, ...args: string[]): Promise<unknown> => {
		const printed = await run([...usual, join(kit, file), ...args], { cwd: www, env });
		const last = printed.split('\n').at(-1) ?? '';
		return last === '' ? null : JSON.parse(last);
	};
	const runPhp = async (code: string): Promise<unknown> => await runFile('run.php', code);
	await runFile('install.php', 'wordpress');
	const installed = Object(await runFile('install.php', 'woocommerce'));
	const made = Object(await runFile('seed.php'));
	await installPlugin(content, folder);
	await activate(runPhp, 'kainic/kainic.php');
	takeLogs([log]);
	const router = join(kit, 'router.php');
	const server = await startPhp(www, router, ['upload_max_filesize=64M'], settings);
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
		takeLog: () => takeLogs([log]),
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
