import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { step, type StepItem, type StepJson } from '../../../contract/workflow/step';
import { parseWorkflow, type WorkflowFile } from '../../../harness/workflows';
import { repositoryRoot } from '../../../harness/recipe';

const committed = readFileSync(`${repositoryRoot}/examples/contract-check.json`, 'utf8');

/** In a process of its own, since the bundler does not work inside Jest. */
function generated(): string {
	const args = ['--import', 'tsx', 'contract/workflow/generate.ts', '--print'];
	const { stdout, stderr } = spawnSync(process.execPath, args, {
		cwd: repositoryRoot,
		encoding: 'utf8',
		maxBuffer: 16 * 1024 * 1024,
	});
	expect(stderr).toBe('');
	return stdout;
}

function workflow(): WorkflowFile {
	return parseWorkflow(committed);
}

type Json = Record<string, unknown>;

function parametersOf(name: string): Json {
	const node = workflow().nodes.find((each) => each['name'] === name);
	return Object(node?.['parameters']);
}

describe('examples/contract-check.json', () => {
	test('is what contract/workflow/generate.ts makes', () => {
		expect(committed).toBe(generated());
	});

	test('holds no key and no address, and sends nothing until it is allowed', () => {
		const rows: Json[] = Object(parametersOf('Account')['assignments']).assignments;
		const values = rows.map(({ name, value }) => [String(name), value] as const);
		expect(Object.fromEntries(values)).toEqual({
			...{ baseUrl: '', projectId: '', trackerId: '', modelId: '', storeId: '' },
			...{ experimentId: '', origin: '', send: false, allowEvents: false },
		});
		expect(committed).not.toContain('cloudfunctions.net');
	});

	test('follows no redirect, and sends keys by its credentials alone', () => {
		for (const name of ['With Project Key', 'With Experiment Key', 'Without Credential']) {
			expect(parametersOf(name)).toMatchObject({
				options: { redirect: { redirect: { followRedirects: false } } },
			});
		}
		const users = workflow().nodes.filter(({ credentials }) => credentials !== undefined);
		expect(users.map(({ name }) => name)).toEqual(['With Project Key', 'With Experiment Key']);
		expect(parametersOf('Without Credential')['authentication']).toBeUndefined();
	});

	test('has code that runs as it stands, and lists the requests', () => {
		const account = { send: false, projectId: 'p' };
		const items = runCode({ account, runIndex: 0, before: null, answer: {} });
		expect(items.length).toBeGreaterThan(20);
		expect(items[0]?.json).toMatchObject({ next: 'list', request: 'predict.bad-key' });
		expect(JSON.stringify(items)).toContain('PROJECT_ID');
	});
});

interface CodeRun {
	readonly account: StepJson;
	readonly runIndex: number;
	readonly before: StepJson | null;
	readonly answer: StepJson;
}

/** Runs the code of the node with the names that n8n gives it. */
function runCode({ account, runIndex, before, answer }: CodeRun): StepItem[] {
	const code = String(parametersOf('Next Request')['jsCode']);
	const nodes = new Map([
		['Account', account],
		['Next Request', before],
	]);
	const $ = (name: string) => ({ first: () => ({ json: nodes.get(name) }) });
	const $input = { first: () => ({ json: answer }) };
	const context = vm.createContext({ $, $input, $runIndex: runIndex, Date, Math, JSON });
	return JSON.parse(JSON.stringify(vm.runInContext(`(() => {${code}})()`, context)));
}

const account = {
	baseUrl: 'http://127.0.0.1:9/',
	projectId: 'proj-4711',
	trackerId: 'tracker-1',
	send: true,
};

const first = {
	account,
	before: null,
	answer: {},
	refusedKey: 'Invalid API key',
	now: 0,
	random: () => 0.5,
};

function jsonOf(items: readonly StepItem[]): Json {
	return { ...items[0]?.json };
}

describe('a step of the workflow', () => {
	test.each([
		[{ ...account, baseUrl: '' }, 'Enter the Base URL'],
		[{ ...account, baseUrl: 'http://kainic.example' }, 'Enter the Base URL'],
		[{ ...account, baseUrl: 'https://host.example?api_key=x' }, 'Enter the Base URL'],
		[{ ...account, baseUrl: 'https://user@host.example' }, 'Enter the Base URL'],
		[{ ...account, baseUrl: 'http://127.0.0.1.example' }, 'Enter the Base URL'],
		[{ ...account, projectId: '' }, 'Enter the Project ID'],
		[{ ...account, trackerId: '..' }, 'Correct trackerId'],
	])('refuses %j', (fields, message) => {
		expect(() => step({ ...first, account: fields })).toThrow(message);
	});

	test('begins with a made-up key, without a credential', () => {
		expect(jsonOf(step(first))).toMatchObject({
			next: 'noCredential',
			request: 'predict.bad-key',
			url: expect.stringMatching(
				/^http:\/\/127\.0\.0\.1:9\/predictor\/get_model_prediction\?api_key=contract-check-80000000-key$/,
			),
			wait: 0,
		});
	});

	test('goes on with the key of the project, and tries again what got no answer', () => {
		const before = jsonOf(step(first));
		const failed = step({ ...first, before, answer: { error: 'ECONNRESET' }, now: 5 });
		expect(jsonOf(failed)).toMatchObject({ request: 'predict.bad-key', wait: 1 });
		const body = { status: 'fail', message: 'Invalid API key' };
		const answer = { statusCode: 401, headers: {}, body };
		const answered = step({ ...first, before: jsonOf(failed), answer, now: 10 });
		expect(jsonOf(answered)).toMatchObject({ request: 'predict.nothing', next: 'project' });
		expect(jsonOf(answered)['url']).not.toContain('api_key');
	});

	test('ends with a report if something else than Kainic answers', () => {
		const before = jsonOf(step(first));
		const answer = { statusCode: 200, headers: {}, data: '<html>Sign in</html>' };
		const end = jsonOf(step({ ...first, before, answer }));
		expect(end).toMatchObject({ next: 'report', report: { end: 'stopped' } });
		expect(end['markdown']).toContain('# What Kainic answers');
	});
});
