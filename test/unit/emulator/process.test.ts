import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { startEmulatorProcess } from '../../../emulator/process';
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

describe('an emulator in a process of its own', () => {
	it('starts with its settings, and ends at once on SIGTERM, with a request open', async () => {
		const emulator = await startEmulatorProcess({ projectId: 'p' });
		const inject = { method: 'POST', headers: { 'content-type': 'application/json' } };
		await fetch(`${emulator.url}/_emulator/faults`, { ...inject, body: '{"kind":"hang"}' });
		const state = await (await fetch(`${emulator.url}/_emulator/state`)).json();
		expect(state).toMatchObject({ settings: { projectId: 'p' } });
		const hanging = fetch(`${emulator.url}/upload_products_file`, { method: 'POST' });
		const broken = expect(hanging).rejects.toThrow();
		await new Promise((resolve) => setTimeout(resolve, 100));
		const startedAt = Date.now();
		await emulator.stop();
		await broken;
		expect(Date.now() - startedAt).toBeLessThan(1000);
		expect(isAlive(emulator.pid)).toBe(false);
	});

	it('refuses settings that are not valid', async () => {
		await expect(startEmulatorProcess({ credit: -1 })).rejects.toThrow('/credit must be >= 0');
	});
});

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

	it('prints its address, and ends when its standard input does', async () => {
		const child = run(['--port', '0', '--stop-with-stdin']);
		const [line] = await once(child.stdout, 'data');
		expect(String(line)).toMatch(/^Kainic emulator: http:\/\/127\.0\.0\.1:\d+\n/);
		child.stdin.end();
		expect(await once(child, 'close')).toEqual([0, null]);
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
