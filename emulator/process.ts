import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

import type { SettingsPatch } from './settings';

/** An emulator in a process of its own, so that its memory is not the caller's. */
export interface EmulatorProcess {
	/** Without a slash at the end. */
	url: string;
	/** Of the process. */
	pid: number;
	/** Ends the process. It also ends by itself when the caller's process does. */
	stop(): Promise<void>;
}

/**
 * Starts an emulator on any free port of 127.0.0.1.
 * @throws an Error if the process ends before it listens, or if a setting is not valid
 */
export async function startEmulatorProcess(settings: SettingsPatch = {}): Promise<EmulatorProcess> {
	const child = spawnEmulator();
	const stop = stopper(child);
	try {
		const url = await addressOf(child);
		const response = await fetch(`${url}/_emulator/settings`, {
			method: 'PATCH',
			body: JSON.stringify(settings),
			headers: { 'content-type': 'application/json' },
		});
		if (!response.ok) throw new Error(await response.text());
		return { url, pid: child.pid ?? 0, stop };
	} catch (thrown) {
		await stop();
		throw thrown;
	}
}

function spawnEmulator(): ChildProcess {
	const hook = pathToFileURL(require.resolve('tsx')).href;
	const script = join(__dirname, 'main.ts');
	return spawn(
		process.execPath,
		['--import', hook, script, '--port', '0', '--stop-with-stdin'],
		// Its standard input ends with this process, and so does it.
		{ stdio: ['pipe', 'pipe', 'inherit'] },
	);
}

async function addressOf(child: ChildProcess): Promise<string> {
	if (child.stdout === null) throw new Error('The emulator has no output');
	for await (const line of createInterface({ input: child.stdout })) {
		const address = /^Kainic emulator: (\S+)$/.exec(line)?.[1];
		if (address === undefined) continue;
		child.stdout.resume();
		return address;
	}
	throw new Error('The emulator ended before it listened');
}

function stopper(child: ChildProcess): () => Promise<void> {
	return async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		await ended;
	};
}
