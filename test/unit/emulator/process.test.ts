import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { startEmulatorProcess } from '../../../emulator/process';
import { closeEmulators, start } from './support';

afterEach(closeEmulators);

const main = join(__dirname, '..', '..', '..', 'emulator', 'main.ts');

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

describe('an emulator in a process of its own', () => {
	it('starts with its options, works, and is gone after stop', async () => {
		const emulator = await startEmulatorProcess({ credit: 1, projectId: 'p' });
		const path = '/collector/collect/custom/p/t?api_key=kainic-demo-key';
		const response = await fetch(`${emulator.url}${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '[{"platform":"web","anon_uid":"a"}]',
		});
		expect(response.status).toBe(200);
		expect(await emulator.client.state()).toMatchObject({
			summary: { events: 1 },
			settings: { credit: 0, projectId: 'p' },
		});
		await emulator.stop();
		await emulator.stop();
		expect(isAlive(emulator.pid)).toBe(false);
	});

	it('refuses options that are not valid, and leaves no process', async () => {
		await expect(startEmulatorProcess({ credit: -1 })).rejects.toThrow(
			'The settings /credit must be >= 0',
		);
	});

	it('ends at once on SIGTERM, with a request open', async () => {
		const emulator = await startEmulatorProcess();
		await emulator.client.inject({ kind: 'hang' });
		const url = new URL(emulator.url);
		const hanging = fetch(`${url.href}upload_products_file`, { method: 'POST' });
		const broken = expect(hanging).rejects.toThrow();
		await new Promise((resolve) => setTimeout(resolve, 100));
		const startedAt = Date.now();
		await emulator.stop();
		await broken;
		expect(Date.now() - startedAt).toBeLessThan(1000);
	});
});

async function run(args: string[]): Promise<{ code: unknown; output: string; errors: string }> {
	const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
		cwd: join(__dirname, '..', '..', '..'),
	});
	let [output, errors] = ['', ''];
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (errors += String(chunk)));
	const [code] = await once(child, 'close');
	return { code, output, errors };
}

describe('the command', () => {
	it('says in a line that its port is in use, and fails', async () => {
		const { port } = await start();
		expect(await run(['--port', String(port)])).toEqual({
			code: 1,
			output: '',
			errors: `Port ${port} is in use: choose another with --port, or 0 for any free one.\n`,
		});
	});

	it('prints its options, and fails only where one is wrong', async () => {
		expect(await run(['--help'])).toMatchObject({
			code: 0,
			output: expect.stringContaining('--port'),
		});
		expect(await run(['--prot'])).toMatchObject({
			code: 1,
			errors: expect.stringContaining('--prot'),
		});
	});

	it('prints its address, and ends when its standard input does', async () => {
		const child = spawn(
			process.execPath,
			['--import', 'tsx', main, '--port', '0', '--stop-with-stdin'],
			{ cwd: join(__dirname, '..', '..', '..') },
		);
		const [line] = await once(child.stdout, 'data');
		expect(String(line)).toMatch(/^Kainic emulator: http:\/\/127\.0\.0\.1:\d+\n/);
		child.stdin.end();
		const [code] = await once(child, 'close');
		expect(code).toBe(0);
	});
});
