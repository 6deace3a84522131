import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { closeEmulators, start } from './support';

afterEach(closeEmulators);

const root = join(__dirname, '../../..');

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

describe('the command', () => {
	const run = (args: string[], env: Record<string, string> = {}) =>
		spawn(process.execPath, ['--import', 'tsx', 'emulator/main.ts', ...args], {
			cwd: root,
			env: { ...process.env, ...env },
		});

	it('says in a line that its port is in use, and fails', async () => {
		const { port } = await start();
		const child = run(['--port', String(port)]);
		const [[errors], [code]] = await Promise.all([
			once(child.stderr, 'data'),
			once(child, 'close'),
		]);
		expect(String(errors)).toBe(
			`Port ${port} is in use: choose another with --port, or 0 for any free one.\n`,
		);
		expect(code).toBe(1);
	});

	it("ends with npm's shell, which hands no signal on", async () => {
		const command = 'node --import tsx emulator/main.ts --port 0 & echo $!; wait';
		const env = { ...process.env, npm_lifecycle_event: 'emulator' };
		const shell = spawn('sh', ['-c', command], { cwd: root, env });
		const [first] = await once(shell.stdout, 'data');
		const pid = Number(String(first).split('\n')[0]);
		await once(shell.stdout, 'data');
		shell.kill('SIGTERM');
		for (let tries = 0; tries < 50 && isAlive(pid); tries += 1) {
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		expect(isAlive(pid)).toBe(false);
	});
});
