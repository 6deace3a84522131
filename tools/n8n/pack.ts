import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { temporaryFolder } from './cleanup';
import { runCommand } from './command';
import { withLock } from './lock';
import { npm } from './npm';
import { repositoryRoot } from './recipe';
import { SetupError } from './setup-error';

/** A packed package in its own temporary folder. */
export interface PackedPackage {
	/** File path of the tarball. */
	tarball: string;
	/** Removes the temporary folder, as the end of this process does. */
	remove(): void;
}

/**
 * Builds this package and packs it as it would be published. A build deletes the last one, so they wait
 * for each other. `KAINIC_PACKAGE` names a tarball to take instead: CI packs once for all its commands.
 */
export async function packThisPackage(): Promise<PackedPackage> {
	const tarball = process.env['KAINIC_PACKAGE'];
	if (tarball !== undefined) return { tarball, remove: () => undefined };
	return await withLock(join(repositoryRoot, 'node_modules/.build.lock'), async () => {
		await npm(['run', 'build'], repositoryRoot);
		return await packFolder(repositoryRoot);
	});
}

/** Packs the package in `folder` without running its scripts. */
export async function packFolder(folder: string): Promise<PackedPackage> {
	const { path: destination, remove } = temporaryFolder('pack');
	const args = ['pack', '--ignore-scripts', `--pack-destination=${destination}`];
	const name = basename((await npm(args, folder)).trim().split('\n').at(-1) ?? '');
	const tarball = join(destination, name);
	if (!existsSync(tarball) || name === '') throw new SetupError('npm pack made no file.');
	return { tarball, remove };
}

/** Installs a packed package into an n8n user folder, as README says. n8n loads it at its next start. */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const nodes = join(userFolder, '.n8n/nodes');
	mkdirSync(nodes, { recursive: true });
	// Without it npm would install into a folder further up that has one.
	if (!existsSync(join(nodes, 'package.json'))) writeFileSync(join(nodes, 'package.json'), '{}');
	await npm(['install', '--legacy-peer-deps', '--offline', '--no-audit', tarball], nodes);
}

/** Unpacks a package into a folder that exists. */
export async function unpack(tarball: string, folder: string): Promise<void> {
	const args = ['-xzf', tarball, '-C', folder, '--strip-components=1'];
	const { status, stderr } = await runCommand('tar', args, { cwd: folder });
	if (status !== 0) throw new SetupError(`${tarball} could not be unpacked: ${stderr.trim()}`);
}
