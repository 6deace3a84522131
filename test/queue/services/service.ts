import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SetupError } from '../../../tools/n8n';
import { onProcessEnd, type TemporaryFolder } from '../../../tools/n8n/cleanup';
import { loopback } from '../../../tools/n8n/ports';

/** A running program that n8n needs. */
export interface Service {
	port: number;
	stop(): Promise<void>;
}

export interface ServiceInput {
	name: string;
	program: string;
	args: readonly string[];
	port: number;
	/** Working directory, for its log too; goes with it. */
	folder: TemporaryFolder;
	/** Ends it at once, with its child processes. */
	endSignal: NodeJS.Signals;
	/** Default: the user of this process. */
	user?: { uid: number; gid: number };
}

const readyWithin = 60_000;

/** Starts a service and resolves when it listens. Fails with a SetupError that shows its log. */
export async function startService(input: ServiceInput): Promise<Service> {
	const { name, program, args, port, folder, endSignal, user } = input;
	const logFile = join(folder.path, 'service.log');
	const log = openSync(logFile, 'a');
	const child = spawn(program, args, { cwd: folder.path, ...user, stdio: ['ignore', log, log] });
	closeSync(log);
	const ended = new Promise<string>((resolve) => {
		child.once('error', ({ message }) => resolve(`cannot start (${message})`));
		child.once('exit', () => resolve('ended before it listened'));
	});
	const forget = onProcessEnd(() => void child.kill(endSignal));
	const stop = async (): Promise<void> => {
		child.kill(endSignal);
		await ended;
		forget();
		folder.remove();
	};
	const failure = await Promise.race([ended, untilListening(port)]);
	if (failure === undefined) return { port, stop };
	const tail = readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n');
	await stop();
	throw new SetupError(`${name}: ${failure}. The end of its log:\n${tail}`);
}

/** Why nobody listens there, or undefined. */
async function untilListening(port: number): Promise<string | undefined> {
	for (const limit = Date.now() + readyWithin; Date.now() < limit; await wait(100)) {
		const socket = connect(port, loopback);
		const isOpen = await once(socket, 'connect').then(
			() => true,
			() => false,
		);
		socket.destroy();
		if (isOpen) return undefined;
	}
	return `did not listen within ${readyWithin / 1000} s`;
}
