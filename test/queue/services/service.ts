import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SetupError, messageOf } from '../../../tools/n8n';
import { onProcessEnd, type TemporaryFolder } from '../../../tools/n8n/cleanup';
import { loopback } from '../../../tools/n8n/ports';

/** A running program that n8n needs. */
export interface Service {
	port: number;
	/** Ends it and removes what it stored. */
	stop(): Promise<void>;
}

export interface ServiceInput {
	/** For messages. */
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
	/** Sent on a new connection; a service that is ready answers with `expected`. */
	greeting: { send: string | Buffer; expected: RegExp };
}

const readyWithin = 60_000;
const endsWithin = 5_000;

/** Starts a service and resolves when it answers. Fails with a SetupError that shows its log. */
export async function startService(input: ServiceInput): Promise<Service> {
	const logFile = join(input.folder.path, 'service.log');
	const log = openSync(logFile, 'a');
	const child = spawn(input.program, input.args, {
		...{ cwd: input.folder.path, ...input.user, stdio: ['ignore', log, log] },
	});
	closeSync(log);
	const forget = onProcessEnd(() => void child.kill(input.endSignal));
	const stop = async (): Promise<void> => {
		await end(child, input.endSignal);
		forget();
		input.folder.remove();
	};
	try {
		await untilGreeted(child, input);
		return { port: input.port, stop };
	} catch (error) {
		const tail = readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n');
		await stop();
		throw new SetupError(`${input.name}: ${messageOf(error)}. The end of its log:\n${tail}`);
	}
}

async function untilGreeted(child: ChildProcess, input: ServiceInput): Promise<void> {
	let failure: string | undefined;
	child.once('error', (error) => (failure = `cannot start (${error.message})`));
	child.once('exit', () => (failure ??= 'ended before it answered'));
	for (const limit = Date.now() + readyWithin; Date.now() < limit; await wait(100)) {
		if (failure !== undefined) throw new Error(failure);
		if (await answers(input)) return;
	}
	throw new Error(`did not answer within ${readyWithin / 1000} s`);
}

async function answers({ port, greeting }: ServiceInput): Promise<boolean> {
	const socket = connect(port, loopback);
	try {
		socket.write(greeting.send);
		const signal = AbortSignal.timeout(1_000);
		const [answer]: unknown[] = await once(socket, 'data', { signal });
		return greeting.expected.test(String(answer));
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	if (!isRunning(child)) return;
	child.kill(signal);
	await Promise.race([ended, wait(endsWithin, undefined, { ref: false })]);
	if (isRunning(child)) child.kill('SIGKILL');
}

function isRunning(child: ChildProcess): boolean {
	return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
