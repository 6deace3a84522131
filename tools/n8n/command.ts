import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { onProcessEnd } from './cleanup';
import { codeOf } from './setup-error';

// Not execa: it ends a program, not the programs that this one started, and n8n starts several.

export interface CommandResult {
	/** Exit status; null if a signal ended it. */
	status: number | null;
	stdout: string;
	stderr: string;
}

/**
 * Runs a program until it ends, in its own process group, which does not outlive this process. Fails
 * only if the program cannot be started, not if its status is other than 0.
 */
export async function runCommand(
	program: string,
	args: readonly string[],
	options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<CommandResult> {
	const child = spawn(program, args, {
		...options,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const forget = onProcessEnd(() => signalGroup(child.pid, 'SIGKILL'));
	try {
		const ended = once(child, 'close');
		const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
		return { status: child.exitCode, stdout, stderr };
	} finally {
		forget();
	}
}

/** What a signal names to reach a process group. Windows has no groups: there it reaches the leader only. */
const groupOf = (leader: number) => (process.platform === 'win32' ? leader : -leader);

/** Signals every process of the group that `leader` leads; ignores a group that is gone. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
	if (leader !== undefined) sendTo(leader, signal);
}

/** Whether any process of the group that `leader` leads still runs. */
export function groupAlive(leader: number): boolean {
	return sendTo(leader, 0);
}

function sendTo(leader: number, signal: NodeJS.Signals | 0): boolean {
	try {
		return process.kill(groupOf(leader), signal);
	} catch (error) {
		if (codeOf(error) === 'ESRCH') return false;
		if (signal === 0) return true;
		throw error;
	}
}
