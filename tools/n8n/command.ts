import { spawn } from 'node:child_process';
import { onProcessEnd } from './cleanup';
import { codeOf } from './setup-error';

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
export function runCommand(
	program: string,
	args: readonly string[],
	options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<CommandResult> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, {
			...options,
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const forget = onProcessEnd(() => signalGroup(child.pid, 'SIGKILL'));
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
		child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
		child.on('error', (error) => {
			forget();
			reject(error);
		});
		child.on('close', (status) => {
			forget();
			resolve({ status, stdout, stderr });
		});
	});
}

/** What a signal names to reach a process group. Windows has no groups: there it reaches the leader only. */
function groupOf(leader: number): number {
	return process.platform === 'win32' ? leader : -leader;
}

/** Signals every process of the group that `leader` leads; ignores a group that is gone. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
	if (leader === undefined) return;
	try {
		process.kill(groupOf(leader), signal);
	} catch (error) {
		if (codeOf(error) !== 'ESRCH') throw error;
	}
}

/** Whether any process of the group that `leader` leads still runs. */
export function groupAlive(leader: number): boolean {
	try {
		process.kill(groupOf(leader), 0);
		return true;
	} catch (error) {
		return codeOf(error) !== 'ESRCH';
	}
}
