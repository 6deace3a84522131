import { dirname, join } from 'node:path';
import type { Installation } from '../../n8n';
import { runCommand } from '../../n8n/command';
import { isObject } from '../../n8n/json';

/** The parts of an n8n that loading a package needs. */
export type Loader = Pick<Installation, 'nodeBinary' | 'n8nEntry'>;

/**
 * Loads the package in `directory` with n8n's own loader, in a process of its own that has nothing
 * of the package in memory. Gives the milliseconds. Fails when the package cannot be loaded.
 */
export async function load(loader: Loader, directory: string, userFolder: string): Promise<number> {
	const args = [join(__dirname, 'load.cjs'), loader.n8nEntry, directory];
	const env = loadingEnvironment(loader, userFolder);
	const { status, stdout, stderr } = await runCommand(loader.nodeBinary, args, {
		cwd: userFolder,
		env,
	});
	if (status !== 0) throw new Error(`${directory} could not be loaded: ${stderr.trim()}`);
	return readLoad(stdout);
}

/** As n8n does it before it loads a package, its own modules are what the package finds. */
function loadingEnvironment(loader: Loader, userFolder: string): NodeJS.ProcessEnv {
	const n8nFolder = dirname(dirname(loader.n8nEntry));
	const modules = [join(n8nFolder, 'node_modules'), dirname(n8nFolder)];
	return {
		PATH: dirname(loader.nodeBinary),
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		NODE_PATH: modules.join(':'),
	};
}

/** Reads the line that load.cjs prints; fails when it is another, or when no node was loaded. */
export function readLoad(stdout: string): number {
	const answer: unknown = JSON.parse(stdout);
	const { milliseconds, nodes } = isObject(answer) ? answer : {};
	if (typeof milliseconds === 'number' && typeof nodes === 'number' && nodes > 0) {
		return milliseconds;
	}
	throw new TypeError(`No load of a package: ${stdout}`);
}
