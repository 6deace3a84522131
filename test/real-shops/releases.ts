import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SetupError } from '../../tools/n8n/setup-error';

const variable = 'KAINIC_REAL_SHOPS';

/** The folder of an unpacked release in the folder that KAINIC_REAL_SHOPS names. Fails with a SetupError without it. */
export function releaseOf(name: string, file: string): string {
	const folder = join(releases(), name);
	if (existsSync(join(folder, file))) return folder;
	throw new SetupError(`${folder} has no ${file}. test/real-shops/README.md says what to unpack.`);
}

function releases(): string {
	const folder = process.env[variable];
	if (folder) return resolve(folder);
	throw new SetupError(
		`The real shops did not run: ${variable} must name a folder with releases (test/real-shops/README.md).`,
	);
}

/** The oldest and the newest version of WooCommerce that are there, with their folders. */
export function woocommerceReleases() {
	const found = readdirSync(releases())
		.filter((name) => /^woocommerce-\d/.test(name))
		.map((name) => {
			const folder = releaseOf(name, 'woocommerce.php');
			const header = readFileSync(join(folder, 'woocommerce.php'), 'utf8');
			return { folder, version: /\* Version: (\S+)/.exec(header)?.[1] ?? '' };
		})
		.sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
	const [oldest, newest] = [found[0], found.at(-1)];
	if (oldest && newest && oldest !== newest) return { oldest, newest };
	throw new SetupError(`${releases()} needs two versions of WooCommerce.`);
}
