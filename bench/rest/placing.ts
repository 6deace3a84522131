import { join } from 'node:path';
import { installPackage } from '../../harness';
import { runCommand } from '../../harness/command';
import { objectOf, textOf } from '../../harness/json';
import { npm } from '../../harness/npm';
import type { PublishedPackage } from './packages';
import { fileKilobytes, folderKilobytes } from './sizes';

/** A package as n8n has it once it is installed. */
export interface PlacedPackage extends PublishedPackage {
	directory: string;
	/** Size of the tarball, in kB of 1,000 bytes. */
	packedKilobytes: number;
	/** What its own files hold, in kB of 1,000 bytes. */
	unpackedKilobytes: number;
	/** The same with what it needs at run time and n8n has not for it, in kB of 1,000 bytes. */
	installedKilobytes: number;
}

/** The arguments with which n8n fetches what a community package depends on. */
const installAsN8n = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/** Fetches a package from the npm registry into `folder`; gives its tarball, as a file path. */
export async function fetchPackage(
	{ name, version }: PublishedPackage,
	folder: string,
): Promise<string> {
	const args = ['pack', `${name}@${version}`, `--pack-destination=${folder}`];
	const printed = await npm([...args, '--ignore-scripts'], folder);
	return join(folder, printed.trim().split('\n').at(-1) ?? '');
}

/**
 * Installs a packed package in a user folder as n8n does. Its dependencies are fetched at whatever
 * version fits by then, as n8n fetches them. Fails when the tarball holds no package or a
 * dependency cannot be fetched.
 */
export async function placePackage(tarball: string, userFolder: string): Promise<PlacedPackage> {
	const { name, version } = await identityOf(tarball, userFolder);
	const directory = join(userFolder, '.n8n/nodes/node_modules', name);
	await installPackage(tarball, userFolder);
	const unpackedKilobytes = folderKilobytes(directory);
	await npm(installAsN8n, directory);
	const installedKilobytes = folderKilobytes(directory);
	const packedKilobytes = fileKilobytes(tarball);
	return { name, version, directory, packedKilobytes, unpackedKilobytes, installedKilobytes };
}

async function identityOf(tarball: string, folder: string): Promise<PublishedPackage> {
	const args = ['-xzOf', tarball, 'package/package.json'];
	const { stdout } = await runCommand('tar', args, { cwd: folder });
	const manifest = objectOf(JSON.parse(stdout), 'package.json');
	return { name: textOf(manifest, 'name'), version: textOf(manifest, 'version') };
}
