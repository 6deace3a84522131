import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { askKainic } from '../../../tools/ask-kainic/command';
import { account, check, experimentKey, holdsKey, newReport, projectKey, start } from './support';

const url = 'https://kainic.example';

/** Runs the command where nothing may be sent, and returns what it threw. */
async function refusal(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
	const spy = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('sent'));
	const surroundings = {
		...{ args, env: { ...account, ...env }, print: () => undefined, ask: async () => 'y' },
		...{ signal: new AbortController().signal, pause: 0 },
	};
	const error: unknown = await askKainic(surroundings).catch((thrown: unknown) => thrown);
	expect(spy).not.toHaveBeenCalled();
	spy.mockRestore();
	return String(error);
}

describe('nothing is sent', () => {
	test.each<[args: string[] | NodeJS.ProcessEnv, message: string]>([
		[[], "'Base URL' in --base-url is empty"],
		[['--base-url', url, '--api-key', 'abcdefgh'], 'A key belongs in the environment'],
		[['--base-url', url, 'abcdefgh'], 'A key belongs in the environment'],
		[['--base-url', `${url}/${projectKey}`], 'holds an API key'],
		[['--base-url', `${url}/${encodeURIComponent(experimentKey)}`], 'holds an API key'],
		[['--base-url', 'http://kainic.example'], 'so others could read the API key'],
		[['--base-url', 'https://abcdefgh@kainic.example'], 'contains a user name, a question mark'],
		[{ KAINIC_API_KEY: '' }, 'There is no API key'],
		[{ KAINIC_API_KEY: 'short' }, 'at least 8 characters'],
		[{ KAINIC_PROJECT_ID: '' }, 'There is no project ID'],
		[{ KAINIC_PROJECT_ID: '..' }, 'cannot be part of an address'],
		[{ KAINIC_TRACKER_ID: projectKey }, 'holds an API key'],
		[{ KAINIC_MODEL_ID: `x${experimentKey}` }, 'holds an API key'],
		[{ KAINIC_ORIGIN: 'shop.example' }, 'not an origin'],
		[['--base-url', url, '--event-fields', '[]'], 'not a JSON object'],
		[['--base-url', url, '--form-names', '{"file":"a\\"; b"}'], 'not a name'],
		[{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED'],
		[{ NODE_DEBUG: 'undici' }, 'NODE_DEBUG'],
	])('with the arguments or the environment %j: %s', async (given, message) => {
		const ready = ['--base-url', url, '--yes'];
		const said = Array.isArray(given) ? await refusal(given) : await refusal(ready, given);
		expect(said).toContain(message);
		expect(said).not.toContain('abcdefgh');
		expect(holdsKey(said)).toBe(false);
	});

	test.each(['', 'yes please'])('if a person answers %j', async (answer) => {
		const { sent, output } = await check(await start(), { args: [], answer });
		expect(sent).toEqual([]);
		expect(output).toContain('Nothing was sent.');
	});

	test('in a dry run, which shows each request with its worst case and needs no key', async () => {
		const env = { KAINIC_API_KEY: '', KAINIC_PROJECT_ID: '' };
		const { sent, output } = await check(await start(), { args: ['--dry-run'], env });
		expect(sent).toEqual([]);
		const count = (pattern: RegExp) => [...output.matchAll(pattern)].length;
		expect(count(/^ {2}POST http:\/\/127/gm)).toBeGreaterThan(20);
		expect(count(/^ {2}Worst case: \S/gm)).toBe(count(/^ {2}POST /gm));
	});

	test('if the report would replace an earlier one', async () => {
		const report = newReport();
		writeFileSync(report, 'earlier');
		const said = await refusal(['--base-url', url, '--yes', '--report', report]);
		expect(said).toContain('there already');
		expect(readFileSync(report, 'utf8')).toBe('earlier');
	});
});

describe('a key that comes back', () => {
	test('is in no output and in no report', async () => {
		const key = `${projectKey} ${encodeURIComponent(projectKey)}`;
		for (const body of [`<p>${key}`, `{"status":"fail","message":"No: ${key}"}`]) {
			const emulator = await start();
			emulator.inject({ kind: 'answer', status: 403, body, after: 2, count: 'always' });
			const { output } = await check(emulator);
			expect(output).toContain('[API key]');
			expect(output).not.toContain('Hidden');
		}
	});

	test('is in no error of a connection that breaks', async () => {
		const emulator = await start();
		emulator.inject({ kind: 'drop', at: 'request', after: 2, count: 'always' });
		const { report } = await check(emulator);
		expect(report).toMatch(/No answer: [^]*The rest was not sent: the host does not answer/);
	});

	test('does not go where a redirect leads', async () => {
		const emulator = await start();
		const elsewhere = await start();
		const headers = { location: `${elsewhere.url}/upload_products_file` };
		emulator.inject({ kind: 'answer', status: 307, headers, after: 1, count: 'always' });
		const ran = await check(emulator);
		expect(elsewhere.world.ledger.requests).toEqual([]);
		expect(ran.output).toContain('Status 307');
	});
});

test('what a server says acts in no terminal', async () => {
	const emulator = await start();
	const body = '\u001b[2J\u202e\r\nTwo lines';
	emulator.inject({ kind: 'answer', status: 401, body, count: 'always' });
	const { output } = await check(emulator);
	expect(output).toContain('Status 401:  [2J Two lines');
	expect(output).not.toMatch(/[\u001b\u202e\r]/);
});

test('the command ends on Ctrl-C with a request open, and leaves a report of what is known', async () => {
	const emulator = await start();
	emulator.inject({ kind: 'hang', after: 2 });
	const report = newReport();
	const args = ['--yes', '--base-url', emulator.url, '--report', report];
	const child = spawn(process.execPath, ['--import', 'tsx', 'tools/ask-kainic/main.ts', ...args], {
		cwd: path.join(__dirname, '../../..'),
		env: { PATH: process.env['PATH'], ...account },
	});
	const { requests } = emulator.world.ledger;
	while (requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
	child.kill('SIGINT');
	expect(await once(child, 'close')).toEqual([130, null]);
	expect(readFileSync(report, 'utf8')).toMatch(/^## predict.nothing[^]*it was interrupted/m);
});
