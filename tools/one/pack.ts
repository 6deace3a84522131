import fs from 'node:fs';
import { basename, join } from 'node:path';
import { temporaryFolder } from '../n8n/cleanup';
import { runMain } from '../n8n/main';
import { npm } from '../n8n/npm';
import { packFolder, type PackedPackage } from '../n8n/pack';
import { repositoryRoot } from '../n8n/recipe';
import { exportRepository } from './export';

/** The repository of the package with one node, built with the packages that are installed here. */
export async function buildOnePackage(): Promise<string> {
	const { path: folder } = temporaryFolder('one');
	await exportRepository(folder);
	const modules = 'node_modules';
	fs.symlinkSync(join(repositoryRoot, modules), join(folder, modules), 'junction');
	await npm(['run', 'build'], folder);
	return folder;
}

/** Makes the tarball of n8n-nodes-kainic-one. */
export async function packOnePackage(): Promise<PackedPackage> {
	return await packFolder(await buildOnePackage());
}

/** Leaves the tarball in the folder from which the script is run. */
if (require.main === module) {
	runMain(async () => {
		const { tarball } = await packOnePackage();
		fs.copyFileSync(tarball, basename(tarball));
		console.log(basename(tarball));
	});
}
