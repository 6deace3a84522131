import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onProcessEnd, temporaryFolder } from './cleanup';
import { groupAlive, signalGroup } from './command';
import { n8nEnvironment } from './environment';
import type { Installation } from './install';
import { installPackage } from './pack';
import { freePort, loopback } from './ports';
import { untilReady } from './ready';
import { SetupError } from './setup-error';

export interface ServerOptions {
	installation: Installation;
	/** Tarballs of node packages, installed before the start. */
	packages?: readonly string[];
	/** Default: a free one. */
	port?: number;
	/** An existing folder that `stop()` keeps. Default: a temporary one that `stop()` removes. */
	userFolder?: string;
	/** Environment variables for n8n; they override the harness's own. */
	env?: Readonly<Record<string, string>>;
	/** Arguments of n8n's command line, e.g. `['worker', '--concurrency=5']`. Default: `['start']`. */
	command?: readonly string[];
}

export interface Server {
	/** Address without a slash at the end. */
	url: string;
	port: number;
	userFolder: string;
	/** n8n's log, at debug level unless `env` sets another. */
	logFile: string;
	/** Process ID of n8n and of its process group. */
	pid: number;
	/** Resolves when n8n has ended for any reason. */
	ended: Promise<void>;
	/** Ends n8n and all its processes, killing them after `grace` ms (10 s), and removes its own folder. */
	stop(grace?: number): Promise<void>;
	/** Kills all its processes at once, like a crash, and keeps the folder. */
	kill(): Promise<void>;
}

/**
 * Starts an n8n on 127.0.0.1 and resolves when it is ready. Nothing of it outlives this process.
 * Fails with a SetupError that shows the end of n8n's log if n8n is not ready in time.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
	const port = options.port ?? (await freePort());
	const { path: userFolder, remove } =
		options.userFolder === undefined
			? temporaryFolder('n8n')
			: { path: options.userFolder, remove: () => undefined };
	try {
		for (const tarball of options.packages ?? []) await installPackage(tarball, userFolder);
		const server = await launch(options, port, userFolder, remove);
		await untilReady(server, options.command !== undefined);
		return server;
	} catch (error) {
		remove();
		throw error;
	}
}

async function launch(
	options: ServerOptions,
	port: number,
	userFolder: string,
	removeFolder: () => void,
): Promise<Server> {
	const { installation, command = ['start'], env: extra = {} } = options;
	const brokerPort = await freePort();
	mkdirSync(userFolder, { recursive: true });
	const logFile = join(userFolder, `n8n-${command[0] ?? 'start'}.log`);
	const log = openSync(logFile, 'a');
	const child = spawn(installation.nodeBinary, [installation.n8nEntry, ...command], {
		cwd: userFolder,
		env: n8nEnvironment({ installation, userFolder, port, brokerPort, extra }),
		detached: true,
		stdio: ['ignore', log, log],
	});
	closeSync(log);
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const pid = await spawned(child);
	const forget = onProcessEnd(() => signalGroup(pid, 'SIGKILL'));
	const kill = async (): Promise<void> => {
		signalGroup(pid, 'SIGKILL');
		await groupGone(pid);
		forget();
	};
	const stop = async (grace = 10_000): Promise<void> => {
		child.kill('SIGTERM');
		await Promise.race([ended, wait(grace, undefined, { ref: false })]);
		await kill();
		removeFolder();
	};
	return { url: `http://${loopback}:${port}`, port, userFolder, logFile, pid, ended, stop, kill };
}

function spawned(child: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		child.once('error', (error) => reject(new SetupError(`n8n cannot start: ${error.message}`)));
		child.once('spawn', () => {
			if (child.pid !== undefined) resolve(child.pid);
		});
	});
}

async function groupGone(pid: number): Promise<void> {
	for (const end = Date.now() + 5_000; groupAlive(pid) && Date.now() < end;) await wait(20);
}
