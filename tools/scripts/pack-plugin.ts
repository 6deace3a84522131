import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { author, homepage, version } from '../../package.json';

const root = resolve(__dirname, '../..');
const script = 'examples/shop/kainic.js';

/** Makes the zip that the owner of a shop uploads in WordPress, in an existing folder. Returns its path. */
export function packPlugin(folder: string): string {
	return pack(folder, 'kainic-woocommerce.zip', (target) => {
		for (const file of ['examples/shop/woocommerce/kainic.php', script, 'LICENSE'])
			cpSync(join(root, file), join(target, 'kainic', String(file.split('/').pop())));
		const languages = 'examples/shop/woocommerce/languages';
		cpSync(join(root, languages), join(target, 'kainic/languages'), { recursive: true });
	});
}

/** The same for OpenCart, which takes the folder of the extension from the name of the zip. */
export function packExtension(folder: string): string {
	return pack(folder, 'kainic.ocmod.zip', (target) => {
		cpSync(join(root, 'examples/shop/opencart'), target, { recursive: true });
		cpSync(join(root, script), join(target, 'catalog/view/javascript/kainic.js'));
		const install = { name: 'Kainic', version, author: author.name, link: homepage };
		cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
		writeFileSync(join(target, 'install.json'), JSON.stringify(install));
	});
}

function pack(folder: string, name: string, fill: (target: string) => void): string {
	const zip = resolve(folder, name);
	const temporary = mkdtempSync(join(tmpdir(), 'kainic-plugin-'));
	try {
		fill(temporary);
		// zip adds to a file that is there.
		rmSync(zip, { force: true });
		execFileSync('zip', ['-q', '-X', '-r', zip, '.'], { cwd: temporary });
		return zip;
	} finally {
		rmSync(temporary, { recursive: true });
	}
}

/** The zips are left in the folder that is given, or where the script is run. */
if (require.main === module)
	for (const make of [packPlugin, packExtension]) console.log(make(process.argv[2] ?? '.'));
