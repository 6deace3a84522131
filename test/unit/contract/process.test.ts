import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
	account,
	closeDoubles,
	leaksIn,
	makeFolder,
	problemsIn,
	startDouble,
	type Double,
} from './support';

afterEach(closeDoubles);

const root = path.join(__dirname, '..', '..', '..');

interface Started {
	readonly child: ChildProcessWithoutNullStreams;
	readonly folder: string;
	readonly output: () => string;
	/** Resolves when the output holds a text. */
	until(text: string): Promise<void>;
}

/** The command as npm starts it. */
function startCommand(double: Double, args: readonly string[]): Started {
	const folder = makeFolder();
	const all = ['--base-url', double.recorder.url, '--report', folder, ...args];
	const child = spawn(
		process.execPath,
		['--import', 'tsx', path.join(root, 'contract', 'main.ts'), ...all],
		{ cwd: root, env: { PATH: process.env['PATH'], ...account } },
	);
	let output = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (output += String(chunk)));
	return {
		child,
		folder,
		output: () => output,
		until: async (text) => {
			while (!output.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
		},
	};
}

function filesIn(folder: string): string {
	return readdirSync(folder)
		.map((name) => readFileSync(path.join(folder, name), 'utf8'))
		.join('\n');
}

function reportIn(folder: string) {
	return JSON.parse(readFileSync(path.join(folder, 'contract-report.json'), 'utf8'));
}

describe('the command as a process', () => {
	test.each(['SIGINT', 'SIGTERM'] as const)(
		'ends on %s with a request open, and leaves a report of what is known',
		async (signal) => {
			const double = await startDouble();
			double.emulator.inject({ kind: 'hang', after: 3 });
			const { child, folder, output, until } = startCommand(double, ['--yes', '--allow-events']);
			await until('predict.text');
			while (double.recorder.requests.length < 4) await new Promise((r) => setTimeout(r, 20));
			const before = Date.now();
			child.kill(signal);
			const [code] = await once(child, 'close');
			expect(code).toBe(130);
			expect(Date.now() - before).toBeLessThan(2000);
			expect(reportIn(folder)).toMatchObject({ end: 'interrupted' });
			expect(reportIn(folder).counts.confirmed).toBeGreaterThan(3);
			expect(output()).toContain('The report:');
			const ran = { output: output(), files: filesIn(folder) };
			expect(problemsIn(double, ran, true)).toEqual([]);
		},
	);

	test('ends on SIGINT at a question', async () => {
		const double = await startDouble();
		const { child, folder, until } = startCommand(double, []);
		await until('Send it?');
		child.kill('SIGINT');
		const [code] = await once(child, 'close');
		expect(code).toBe(130);
		expect(reportIn(folder)).toMatchObject({ end: 'interrupted', requests: [] });
		expect(double.recorder.requests).toEqual([]);
	});

	test('takes its answers from the input, and ends with it', async () => {
		const double = await startDouble();
		const { child, folder, output } = startCommand(double, []);
		child.stdin.end('y\ns');
		const [code] = await once(child, 'close');
		expect(code).toBe(0);
		expect(double.recorder.requests).toHaveLength(1);
		expect(reportIn(folder).requests).toMatchObject([{ status: 401 }, { answer: 'skipped' }]);
		expect(leaksIn('the output', output())).toEqual([]);
	});

	test('that is killed has left its report after each answer', async () => {
		const double = await startDouble();
		double.emulator.inject({ kind: 'hang', after: 2 });
		const { child, folder, until } = startCommand(double, ['--yes']);
		await until('predict.array');
		child.kill('SIGKILL');
		await once(child, 'close');
		expect(reportIn(folder)).toMatchObject({
			end: 'interrupted',
			requests: [{ probe: 'predict.bad-key' }, { probe: 'predict.nothing' }],
		});
	});

	test('refuses a key as an argument, without repeating it', async () => {
		const double = await startDouble();
		const { child, output } = startCommand(double, ['--api-key', 'my-secret-value']);
		const [code] = await once(child, 'close');
		expect(code).toBe(1);
		expect(output()).toContain('A key is no argument');
		expect(output()).not.toContain('my-secret-value');
		expect(double.recorder.requests).toEqual([]);
	});
});
