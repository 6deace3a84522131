import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contract } from '../../../contract/command';
import { readCommandLine } from '../../../contract/command-line';
import {
	account,
	closeDoubles,
	experimentKey,
	findingOf,
	idsOf,
	leaksIn,
	makeFolder,
	problemsIn,
	projectKey,
	runCommand,
	startDouble,
} from './support';

afterEach(closeDoubles);

function mistakeOf(args: readonly string[]): string {
	const read = readCommandLine(args, account);
	return read.kind === 'mistake' ? read.message : `no mistake: ${read.kind}`;
}

describe('the arguments', () => {
	const url = 'https://kainic.example';

	test.each([
		[['--api-key', 'abcdefgh'], 'A key is no argument'],
		[['--key=abcdefgh'], 'A key is no argument'],
		[['--base-url', url, '--token', 'abcdefgh'], 'A key is no argument'],
		[['--base-url', `${url}/${projectKey}`], 'An argument holds an API key'],
		[['--base-url', `${url}/${encodeURIComponent(experimentKey)}`], 'An argument holds an API key'],
		[['abcdefgh'], 'The arguments are not as expected.'],
		[['--abcdefghijklmnopqrstuvwxyz'], 'The arguments are not as expected.'],
		[['--frob=abcdefgh'], 'The option --frob is unknown'],
		[[], '--base-url is missing.'],
		[['--base-url', 'http://kainic.example'], 'not sent over plain http'],
		[['--base-url', 'ftp://kainic.example'], 'not sent over ftp'],
		[['--base-url', `${url}?api_key=abcdefgh`], 'more than a host and a path'],
		[['--base-url', 'https://abcdefgh@kainic.example'], 'more than a host and a path'],
		[['--base-url', 'abcdefgh'], 'is not an address'],
	])('%j: %s', (args, message) => {
		const said = mistakeOf(args);
		expect(said).toContain(message);
		expect(said).not.toContain('abcdefgh');
		expect(leaksIn('the message', said)).toEqual([]);
	});

	test('have no address by default, and take http for this machine', () => {
		expect(readCommandLine(['--base-url', 'http://127.0.0.1:1/'], {})).toMatchObject({
			kind: 'run',
			options: { baseUrl: 'http://127.0.0.1:1', yes: false, allowEvents: false, dryRun: false },
		});
	});
});

describe('before anything is sent', () => {
	test.each([
		[{ KAINIC_API_KEY: '' }, 'There is no API key'],
		[{ KAINIC_PROJECT_ID: '' }, 'There is no project ID'],
		[{ KAINIC_TRACKER_ID: projectKey }, 'The tracker ID holds an API key.'],
		[{ KAINIC_MODEL_ID: `x${experimentKey}` }, 'The model ID holds an API key.'],
		[{ KAINIC_ORIGIN: `https://${projectKey}` }, 'The origin holds an API key.'],
		[{ KAINIC_ORIGIN: 'shop.example' }, 'The origin is not one'],
		[{ KAINIC_PROJECT_ID: '..' }, 'cannot be part of an address'],
		[{ KAINIC_STORE_ID: 'a\r\nb' }, 'The store ID holds a line break.'],
		[{ KAINIC_API_KEY: 'two words' }, 'holds white space'],
		[{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED'],
		[{ NODE_DEBUG: 'undici' }, 'NODE_DEBUG'],
	])('%j is refused', async (env, message) => {
		const double = await startDouble();
		const error: unknown = await runCommand(double, { env }).catch((thrown: unknown) => thrown);
		expect(String(error)).toContain(message);
		expect(leaksIn('the error', String(error))).toEqual([]);
		expect(double.recorder.requests).toEqual([]);
	});

	test('a folder that cannot be written to is refused', async () => {
		const double = await startDouble();
		const file = path.join(makeFolder(), 'file');
		writeFileSync(file, '');
		const args = ['--yes', '--report', path.join(file, 'below')];
		await expect(runCommand(double, { args })).rejects.toThrow('cannot be written');
		expect(double.recorder.requests).toEqual([]);
	});
});

test('a folder that cannot be made is refused, though the one above it is there', async () => {
	const double = await startDouble();
	const args = ['--yes', '--report', '/proc/kainic/report'];
	await expect(runCommand(double, { args })).rejects.toThrow('cannot be written');
});

describe('a dry run', () => {
	test('shows every request with its worst case, asks for nothing, sends and writes nothing', async () => {
		const double = await startDouble();
		const folder = makeFolder();
		let output = '';
		const never = async () => Promise.reject(new Error('asked'));
		await contract({
			args: ['--base-url', double.recorder.url, '--dry-run', '--report', folder],
			env: {},
			terminal: {
				isInteractive: true,
				print: (text) => (output += `${text}\n`),
				ask: never,
				askHidden: never,
				close: () => undefined,
			},
			signal: new AbortController().signal,
		});
		expect(double.recorder.requests).toEqual([]);
		expect(existsSync(path.join(folder, 'contract-report.json'))).toBe(false);
		const count = (pattern: RegExp) => [...output.matchAll(pattern)].length;
		expect(count(/^ {2}POST /gm)).toBeGreaterThan(20);
		expect(count(/^ {2}Worst case: \S/gm)).toBe(count(/^ {2}POST /gm));
		expect(output).toContain('Nothing was sent.');
	});
});

describe('a run that asks', () => {
	test('sends nothing without a yes, and tells so', async () => {
		const double = await startDouble();
		const ran = await runCommand(double, { args: [], answer: () => '' });
		expect(double.recorder.requests).toEqual([]);
		expect(ran.report).toMatchObject({
			end: 'interrupted',
			counts: { confirmed: 0, different: 0 },
		});
		expect(findingOf(ran, 'predict.items').seen).toBe('Not asked: the run ended before.');
	});

	test('ends at the end of its input', async () => {
		const double = await startDouble();
		const ran = await runCommand(double, { args: [], answer: () => null });
		expect(double.recorder.requests).toEqual([]);
		expect(ran.report.end).toBe('interrupted');
	});

	test('leaves out what is skipped, and claims nothing of it', async () => {
		const double = await startDouble();
		let last = '';
		const ran = await runCommand(double, {
			args: [],
			answer: (question) => {
				last = question;
				return 's';
			},
		});
		expect(last).toContain('Send it?');
		expect(double.recorder.requests).toEqual([]);
		expect(idsOf(ran, 'confirmed')).toEqual([]);
		expect(idsOf(ran, 'different')).toEqual([]);
		expect(findingOf(ran, 'key.bad.predict').seen).toBe('The request was skipped.');
	});

	test('asks no more after "all"', async () => {
		const double = await startDouble();
		const ran = await runCommand(double, { args: [], answer: () => 'a' });
		expect(ran.questions).toHaveLength(1);
		expect(ran.report.end).toBe('complete');
	});

	test('asks for what is not in the environment, for keys without showing them', async () => {
		const double = await startDouble();
		const none = Object.fromEntries(Object.keys(account).map((name) => [name, undefined]));
		const answers: Readonly<Record<string, string>> = {
			'API key of the project': projectKey,
			'API key of the experiment': experimentKey,
			'Project ID': account.KAINIC_PROJECT_ID,
			'Tracker ID': 'tracker-web',
			'Model ID': 'model-popular',
			'Experiment ID': 'experiment-home',
			'Store ID': 'store-1',
		};
		const ran = await runCommand(double, {
			args: [],
			env: none,
			isInteractive: true,
			answer: (question) => {
				const known = Object.entries(answers).find(([start]) => question.startsWith(start));
				return known?.[1] ?? 'a';
			},
		});
		expect(ran.report).toMatchObject({ end: 'complete', counts: { different: 0 } });
		expect(problemsIn(double, ran, false)).toEqual([]);
	});
});

describe('the report', () => {
	test('holds no ID of the account unless it is asked for, and never a key', async () => {
		const double = await startDouble();
		const ids = ['proj-4711', 'tracker-web', 'model-popular', 'experiment-home', 'store-1'];
		const without = await runCommand(double, { args: ['--yes', '--allow-events'] });
		for (const id of ids) expect(without.files).not.toContain(id);
		expect(without.files).toContain('PROJECT_ID');
		const args = ['--yes', '--allow-events', '--with-ids'];
		const withIds = await runCommand(double, { args });
		for (const id of ids) expect(withIds.files).toContain(id);
		expect(problemsIn(double, withIds, true)).toEqual([]);
	});

	test('keeps an earlier one', async () => {
		const double = await startDouble();
		const folder = makeFolder();
		writeFileSync(path.join(folder, 'contract-report.json'), 'earlier');
		await runCommand(double, { folder });
		const kept = readFileSync(path.join(folder, 'contract-report.previous.json'), 'utf8');
		expect(kept).toBe('earlier');
	});

	test('is on the terminal if its folder is gone', async () => {
		const double = await startDouble();
		const folder = path.join(makeFolder(), 'reports');
		mkdirSync(folder);
		double.recorder.onRequest = () => rmSync(folder, { recursive: true, force: true });
		let output = '';
		await contract({
			args: ['--base-url', double.recorder.url, '--yes', '--report', folder],
			env: account,
			terminal: {
				isInteractive: false,
				print: (text) => (output += `${text}\n`),
				ask: async () => null,
				askHidden: async () => null,
				close: () => undefined,
			},
			signal: new AbortController().signal,
			sleep: async () => undefined,
		});
		expect(output).toContain('The report could not be written');
		expect(output).toMatch(/\d+ confirmed, 0 different, \d+ still open\./);
	});

	test('turns what a server says into text that does nothing', async () => {
		const message = '[![x](https://evil.example/a)](b) <b>|`\u001b[2J\u202e @team **x**';
		const double = await startDouble({ refusedKey: { status: 401, message } });
		const { markdown, output } = await runCommand(double);
		expect(markdown).not.toMatch(/(?<!\\)(\[|<b>)|https:\/\/evil|@team|\u202e/);
		expect(`${output}${markdown}`).not.toContain('\u001b');
	});
});

describe('a key that comes back', () => {
	test.each([
		['in a failure', { kind: 'echo_url', as: 'fail', status: 400, count: 'always' }],
		['in a success', { kind: 'echo_url', as: 'success', count: 'always' }],
		[
			'in a page',
			{
				kind: 'answer',
				status: 403,
				count: 'always',
				contentType: 'text/html',
				body: `<html>${projectKey} ${projectKey.replace('_', '&#95;').replace('+', '&plus;')}</html>`,
			},
		],
		['by a redirect', { kind: 'redirect', location: `http://127.0.0.1:1/?k=${projectKey}` }],
	] as const)('%s is in no output and in no report', async (_name, fault) => {
		const double = await startDouble();
		double.emulator.inject({ ...fault, after: 1 });
		const ran = await runCommand(double, { args: ['--yes', '--with-ids'] });
		expect(problemsIn(double, ran, false)).toEqual([]);
		expect(`${ran.output}${ran.files}`).not.toMatch(/pk&#95;|Hidden/);
	});

	test.each([
		['in capitals', projectKey.toUpperCase()],
		['taken apart', [...projectKey].join('\u200b ')],
		['in lines', projectKey.replace('Hidden', '\nHidden\n')],
	])('%s is in no output and in no report', async (_name, key) => {
		const double = await startDouble();
		const body = JSON.stringify({ status: 'fail', message: `No access: ${key}` });
		double.emulator.inject({ kind: 'answer', status: 400, body, after: 2, count: 'always' });
		const ran = await runCommand(double);
		expect(`${ran.output}${ran.files}`).toContain('No access');
		expect(`${ran.output}${ran.files}`).not.toMatch(/h ?i ?d ?d ?e ?n/i);
	});

	test('a redirect is not followed', async () => {
		const double = await startDouble();
		const elsewhere = await startDouble();
		double.emulator.inject({ kind: 'redirect', location: elsewhere.recorder.url, count: 'always' });
		const ran = await runCommand(double);
		expect(elsewhere.recorder.requests).toEqual([]);
		expect(idsOf(ran, 'confirmed')).toEqual([]);
	});
});

describe('names that a server gives', () => {
	test.each([
		...['a\u001b[2J', 'x'.repeat(500), 'a b', '__proto__', '</td>'],
		...['proj-4711', 'Store-1', 'x.tracker-web.y', '706b5f3566326339'],
	])('%j is not taken for the name of a field', async (name) => {
		const double = await startDouble();
		const message = `Type of required field "${name}" is not string`;
		const body = JSON.stringify({ status: 'fail', message });
		double.emulator.inject({
			...{ kind: 'answer', status: 400, body, endpoint: 'events', count: 'always' },
		} as const);
		const ran = await runCommand(double, { args: ['--yes', '--allow-events'] });
		const sent = ran.report.requests.map(({ probe }) => probe);
		expect(sent).toContain('events.types.1');
		expect(sent).not.toContain('events.types.2');
		expect(ran.output).not.toContain('\u001b');
		expect(ran.files).not.toMatch(/proj-4711|store-1|tracker-web|706b5f3566326339/i);
	});
});

describe('IDs of every form', () => {
	test('are sent as they are, and in no report', async () => {
		const projectId = 'a.b*c (x)/[y]+$^ü %41 \\ "q"';
		const double = await startDouble({ projectId });
		const ran = await runCommand(double, {
			args: ['--yes', '--allow-events'],
			env: { KAINIC_PROJECT_ID: projectId },
		});
		expect(ran.report.counts).toMatchObject({ different: 0 });
		expect(idsOf(ran, 'open')).toEqual(['events.batch']);
		expect(ran.files).not.toContain('a.b*c');
	});
});

describe('words of Kainic that hold an ID', () => {
	test('are reported with its name', async () => {
		const double = await startDouble({ projectId: 'Acme' });
		const env = { KAINIC_PROJECT_ID: 'Acme', KAINIC_MODEL_ID: 'model-broken' };
		const { files } = await runCommand(double, { env });
		expect(files).toContain('Prediction request failed from project PROJECT_ID');
		expect(files).not.toContain('Acme');
	});

	test.each(['shop.example is not allowed', `${' '.repeat(1_195)}Acme`])(
		'%j shows none of it',
		async (message) => {
			const double = await startDouble({ projectId: 'Acme' });
			const body = JSON.stringify({ status: 'fail', message });
			double.emulator.inject({ kind: 'answer', status: 400, body, after: 2, count: 'always' });
			const env = { KAINIC_PROJECT_ID: 'Acme', KAINIC_ORIGIN: 'https://shop.example' };
			const { files } = await runCommand(double, { env });
			expect(files).not.toMatch(/shop\.example|\bAc/);
		},
	);
});

describe('a key that is entered by hand', () => {
	test('is refused in an argument all the same', async () => {
		const double = await startDouble();
		const failed = runCommand(double, {
			args: ['--yes', '--report', `/tmp/${projectKey}`],
			env: { KAINIC_API_KEY: undefined },
			isInteractive: true,
			answer: () => projectKey,
		});
		await expect(failed).rejects.toThrow('An argument holds an API key');
	});
});

describe('large answers', () => {
	test('are read whole, and tell the same', async () => {
		const double = await startDouble();
		double.emulator.inject({ kind: 'large', bytes: 600_000, endpoint: 'predict', count: 'always' });
		const ran = await runCommand(double);
		expect(findingOf(ran, 'host.envelope').verdict).toBe('confirmed');
		expect(findingOf(ran, 'predict.items').verdict).toBe('confirmed');
	});
});

describe('retries', () => {
	test('follow the rule of the API, and a test event is never sent twice', async () => {
		const double = await startDouble();
		double.emulator.inject(
			{ kind: 'answer', status: 503, body: '', endpoint: 'predict', count: 2 },
			{ kind: 'answer', status: 503, body: '', endpoint: 'events', after: 5 },
		);
		const ran = await runCommand(double, { args: ['--yes', '--allow-events'] });
		const attempts = new Map(ran.report.requests.map((each) => [each.probe, each.attempts]));
		expect(attempts.get('predict.bad-key')).toBe(3);
		expect(attempts.get('events.visitor-type')).toBe(1);
		expect(findingOf(ran, 'events.requires.anon_uid').verdict).toBe('open');
	});

	test('end if the host asks to slow down', async () => {
		const double = await startDouble();
		double.emulator.inject({ kind: 'answer', status: 429, after: 3 });
		const ran = await runCommand(double);
		expect(ran.report.end).toBe('stopped');
		expect(double.recorder.requests).toHaveLength(4);
	});
});
