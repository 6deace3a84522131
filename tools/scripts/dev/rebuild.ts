import { spawn } from 'node:child_process';
import { cpSync, existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Report } from '../../n8n/report';

/** Folders of the package that are published, relative to its root. */
const folders = ['nodes', 'credentials', 'icons'];

/** Files that are published as they are. */
const isStatic = /\.(svg|png|node\.json)$/;

export interface Rebuild {
	/** The package's root, with tools/tsconfig.build.json. */
	readonly root: string;
	/** Folder for the compiled package. */
	readonly destination: string;
	/** Takes the compiler's errors, and a line for each build. */
	readonly report: Report;
}

/**
 * Compiles the package into a folder, and again whenever one of its files changes. A file with an
 * error of type is compiled all the same.
 * @returns a function that ends it
 */
export function keepBuilt(rebuild: Rebuild): () => void {
	const { root, destination, report } = rebuild;
	const tsc = [
		require.resolve('typescript/bin/tsc'),
		'-p',
		join(root, 'tools/tsconfig.build.json'),
	];
	const args = [...tsc, '--outDir', destination, '--watch', '--preserveWatchOutput'];
	const compiler = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	createInterface(compiler.stdout).on('line', report);
	const watchers = folders
		.filter((folder) => existsSync(join(root, folder)))
		.map((folder) =>
			watch(join(root, folder), { recursive: true }, (_event, name) => {
				if (name !== null) copyStatic(join(folder, name), rebuild);
			}),
		);
	return () => {
		compiler.kill();
		for (const watcher of watchers) watcher.close();
	};
}

function copyStatic(path: string, { root, destination, report }: Rebuild): void {
	if (!isStatic.test(path) || !existsSync(join(root, path))) return;
	cpSync(join(root, path), join(destination, path));
	report(`Copied ${path}.`);
}
