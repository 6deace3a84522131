import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const files = ['examples/shop/woocommerce/kainic.php', 'examples/shop/kainic.js', 'LICENSE'];

/** Makes the zip that the owner of a shop uploads in WordPress, in an existing folder. Returns its path. */
export function packPlugin(folder: string): string {
	const zip = resolve(folder, 'kainic-woocommerce.zip');
	const temporary = mkdtempSync(join(tmpdir(), 'kainic-plugin-'));
	try {
		mkdirSync(join(temporary, 'kainic'));
		for (const file of files)
			copyFileSync(join(root, file), join(temporary, 'kainic', String(file.split('/').pop())));
		// zip adds to a file that is there.
		rmSync(zip, { force: true });
		execFileSync('zip', ['-q', '-X', '-r', zip, 'kainic'], { cwd: temporary });
		return zip;
	} finally {
		rmSync(temporary, { recursive: true });
	}
}

/** The zip is left in the folder that is given, or where the script is run. */
if (require.main === module) console.log(packPlugin(process.argv[2] ?? '.'));
