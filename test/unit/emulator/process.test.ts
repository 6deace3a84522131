import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { manage } from './support';

const cwd = join(__dirname, '../../..');

const run = (...args: string[]) =>
	spawn(process.execPath, ['--import', 'tsx', 'tools/emulator/main.ts', ...args], { cwd });

// Node.js and its TypeScript loader start several times, which takes long beside other work.
jest.setTimeout(120_000);

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

it.each([
	[['--prot', '1'], 1, '--prot'],
	[['--port', '70000'], 1, '--port must be a whole number from 0 to 65535, not "70000"'],
	[['--settings', '{"credit":"1"}'], 1, 'The settings: credit: '],
	[['--help'], 0, 'Usage: npx tsx tools/emulator/main.ts'],
])('started with %j, it ends with %i and says why', async (args, code, message) => {
	const child = run(...args);
	const output = code === 0 ? child.stdout : child.stderr;
	const [[said], ended] = await Promise.all([once(output, 'data'), once(child, 'close')]);
	expect([String(said), ended]).toEqual([expect.stringContaining(message), [code, null]]);
});

it('prints its address, and ends at once on SIGTERM, with a request open', async () => {
	const child = run('--port', '0', '--settings', '{"failureStatus":200}');
	const [greeting] = await once(child.stdout, 'data');
	const [, url = ''] = /^Kainic emulator: (http:\/\/127\.0\.0\.1:\d+)\n/.exec(greeting) ?? [];
	expect((await manage({ url }, 'GET', 'state')).json).toMatchObject({
		settings: { failureStatus: 200 },
	});
	await manage({ url }, 'POST', 'faults', '{"kind":"hang"}');
	const hanging = expect(fetch(`${url}/any`, { method: 'POST' })).rejects.toThrow();
	const isOpen = async () =>
		/"inFlight":1\b/.test(JSON.stringify(await manage({ url }, 'GET', 'state')));
	while (!(await isOpen())) await wait(5);
	child.kill('SIGTERM');
	expect(await once(child, 'close')).toEqual([0, null]);
	await hanging;
});

it("ends with npm's shell, which hands no signal on", async () => {
	const command = 'node --import tsx tools/emulator/main.ts --port 0 & echo $!; wait';
	const env = { ...process.env, npm_lifecycle_event: 'emulator' };
	const shell = spawn('sh', ['-c', command], { cwd, env });
	const [first] = await once(shell.stdout, 'data');
	const pid = Number(String(first).split('\n')[0]);
	await once(shell.stdout, 'data');
	shell.kill('SIGTERM');
	for (let tries = 0; tries < 50 && isAlive(pid); tries += 1) await wait(100);
	expect(isAlive(pid)).toBe(false);
});
