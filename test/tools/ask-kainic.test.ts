import { readAccount } from '../../tools/ask-kainic/account';
import { askAll, type Answer } from '../../tools/ask-kainic/ask';
import { questions } from '../../tools/ask-kainic/questions';
import { startEmulator, type Emulator, type Fault } from '../../tools/emulator';

const keys = { apiKey: 'pk_5f2c9e71-Hidden+Key', experimentApiKey: 'ek_88d1a4b0/Hidden=Key' };

const environment = {
	KAINIC_API_KEY: keys.apiKey,
	KAINIC_EXPERIMENT_API_KEY: keys.experimentApiKey,
	KAINIC_PROJECT_ID: 'demo-project',
	KAINIC_TRACKER_ID: 'tracker-web',
	KAINIC_MODEL_ID: 'model-popular',
	KAINIC_EXPERIMENT_ID: 'experiment-home',
};

let emulator: Emulator;
beforeEach(async () => (emulator = await startEmulator(keys)));
afterEach(async () => await emulator.close());

const hidden = /Hidden/;

/** Asks everything but the events that Kainic may accept, and expects that nothing is accepted. */
async function ask(...faults: Fault[]) {
	emulator.inject(...faults);
	const account = readAccount(environment, emulator.url);
	const asked = questions.filter(({ needs }) => !needs.includes('events'));
	const answers: Record<string, Answer> = {};
	const course = { signal: new AbortController().signal, pause: 0 };
	const values = { ...account, madeUp: 'ask-kainic-1' };
	const end = await askAll(asked, account, values, course, ({ id }, answer) => {
		answers[id] = answer;
	});
	expect(JSON.stringify(answers)).not.toMatch(hidden);
	const { requests, events, catalogs, maxInFlight } = emulator.world.ledger;
	expect([events, catalogs.uploads, maxInFlight]).toEqual([[], [], 1]);
	return { answers, end, asked: asked.map(({ id }) => id), requests };
}

test('each question has its answer, nothing is accepted, and the first goes with a made-up key', async () => {
	const { answers, end, asked } = await ask();
	expect(end).toBeNull();
	expect(Object.keys(answers)).toEqual(asked);
	expect(answers['predict.bad-key']).toMatchObject({ status: 401 });
	expect(answers['predict.text']?.text).toContain('\\"items\\" is not array');
	expect(answers['catalog.form']?.text).toContain('ask-kainic-1 does not exist');
	expect(answers['experiment.other-key']).toMatchObject({ status: 401 });
});

const always = { kind: 'answer', count: 'always' } as const;
const copy = `"${keys.apiKey} ${encodeURIComponent(keys.apiKey)}"`;

test.each<[string, Fault, says: string | null, requests: number]>([
	['a page', { ...always, status: 502, body: '<p>Sign in' }, 'form of an answer of Kainic', 1],
	['another service', { ...always, status: 200, body: '{"ok":1}' }, 'answer of Kainic', 1],
	['an echo of the key', { ...always, status: 403, body: copy, after: 1 }, null, 0],
	['429', { ...always, status: 429, body: '{"status":"fail"}', after: 3 }, 'slow down', 4],
	['silence', { kind: 'drop', at: 'request', count: 'always', after: 2 }, 'not answer', 4],
])('what comes from %s', async (_, fault, says, count) => {
	const { answers, end, requests, asked } = await ask(fault);
	if (says === null) {
		expect(end).toBeNull();
		expect(JSON.stringify(answers)).toContain('[API key]');
	} else expect(end).toContain(says);
	expect(requests).toHaveLength(count === 0 ? asked.length : count);
});

test('if Kainic accepts what it must refuse, nothing further goes to that endpoint', async () => {
	const { answers } = await ask({ ...always, status: 200, body: '{"status":"success","data":1}' });
	const ids = Object.keys(answers).filter((id) => !id.startsWith('predict.'));
	expect(ids).toEqual(['events.empty', 'catalog.no-file', 'experiment.no-session']);
});

test.each<[object, string | undefined, string]>([
	[{ KAINIC_API_KEY: '' }, 'https://kainic.example', 'Set KAINIC_API_KEY'],
	[{ KAINIC_API_KEY: 'short' }, 'https://kainic.example', 'at least 8 characters'],
	[{ KAINIC_PROJECT_ID: '..' }, 'https://kainic.example', 'part of an address'],
	[{ KAINIC_MODEL_ID: keys.apiKey }, 'https://kainic.example', 'holds an API key'],
	[{ NODE_DEBUG: 'undici' }, 'https://kainic.example', 'NODE_DEBUG'],
	[{}, `https://kainic.example/${keys.apiKey}`, 'holds an API key'],
	[{}, 'http://kainic.example', 'so others could read the API key'],
])('with %j and the address %s nothing is sent', (change, address, message) => {
	const read = () => readAccount({ ...environment, ...change }, address);
	expect(read).toThrow(message);
	expect(read).not.toThrow(hidden);
});
