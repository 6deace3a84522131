import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askKainic } from '../../../tools/ask-kainic/command';
import type { Emulator, EmulatorOptions } from '../../../tools/emulator';
import { start as startEmulator } from '../emulator/support';

export const projectKey = 'pk_5f2c9e71-Hidden+Key';
export const experimentKey = 'ek_88d1a4b0/Hidden=Key';

export const account = {
	KAINIC_API_KEY: projectKey,
	KAINIC_EXPERIMENT_API_KEY: experimentKey,
	KAINIC_PROJECT_ID: 'proj-4711',
	KAINIC_TRACKER_ID: 'tracker-web',
	KAINIC_MODEL_ID: 'model-popular',
	KAINIC_EXPERIMENT_ID: 'experiment-home',
};

const folder = mkdtempSync(path.join(tmpdir(), 'ask-kainic-'));
let reports = 0;

/** Starts an emulator with the account's keys, which ends with the test. */
export async function start(options: EmulatorOptions = {}): Promise<Emulator> {
	const keys = { apiKey: projectKey, experimentApiKey: experimentKey };
	return await startEmulator({ ...keys, projectId: 'proj-4711', ...options });
}

afterAll(() => rmSync(folder, { recursive: true }));

export function newReport(): string {
	reports += 1;
	return path.join(folder, `${reports}.md`);
}

interface Sent {
	readonly url: URL;
	readonly headers: string;
	readonly body: string;
}

interface Ran {
	/** Empty if none was written. */
	readonly report: string;
	readonly output: string;
	readonly sent: readonly Sent[];
}

/** Runs the command without its pauses, and holds what it sends and shows against what must hold for every run. */
export async function check(
	emulator: Emulator,
	options: { args?: readonly string[]; env?: NodeJS.ProcessEnv; answer?: string } = {},
): Promise<Ran> {
	const { args = ['--yes'], env = {}, answer = '' } = options;
	const { signal } = new AbortController();
	const file = newReport();
	const sent: Sent[] = [];
	let output = '';
	const { fetch: send } = globalThis;
	const spy = jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
		const headers = JSON.stringify(init?.headers);
		sent.push({ url: new URL(String(input)), headers, body: String(init?.body) });
		return await send(input, init);
	});
	const print = (text: string) => void (output += `${text}\n`);
	const ask = async () => answer;
	try {
		const all = ['--base-url', emulator.url, '--report', file, ...args];
		await askKainic({ args: all, env: { ...account, ...env }, print, ask, signal, pause: 0 });
	} finally {
		spy.mockRestore();
	}
	const ran = { report: existsSync(file) ? readFileSync(file, 'utf8') : '', output, sent };
	expect(problemsIn(emulator, ran, args.includes('--allow-events'))).toEqual([]);
	return ran;
}

export function askedIn({ report }: Ran): string[] {
	return [...report.matchAll(/^## ([\w.-]+): /gm)].map(([, id = '']) => id);
}

function problemsIn({ world }: Emulator, ran: Ran, allowsEvents: boolean): string[] {
	const { events, catalogs, maxInFlight } = world.ledger;
	const isMarked = /"(anon_uid|uid)":"[^"]*ask-kainic-\w{8}/;
	const problems: ReadonlyArray<readonly [boolean, string]> = [
		[catalogs.uploads.length > 0, 'an upload was accepted'],
		[!allowsEvents && events.length > 0, 'an event was accepted'],
		[maxInFlight > 1, 'several requests at once'],
		[!events.every(({ event }) => isMarked.test(JSON.stringify(event))), 'an event without a mark'],
		[holdsKey(`${ran.output}${ran.report}`), 'a key is shown'],
		...ran.sent.flatMap((request) => problemsOf(request, allowsEvents)),
	];
	return problems.flatMap(([is, problem]) => (is ? [problem] : []));
}

function problemsOf({ url, headers, body }: Sent, allowsEvents: boolean) {
	const rest = new URL(url);
	rest.searchParams.delete('api_key');
	const isEvent = url.pathname.startsWith('/collector/');
	const files = [...body.matchAll(/filename="[^]*?\r\n\r\n([^]*?)\r\n--/g)];
	return [
		[holdsKey(`${rest.href} ${headers} ${body}`), 'a key beside api_key'],
		[isEvent && !allowsEvents && /"platform":"/.test(body), 'an acceptable event'],
		[/\bfull\b/.test(body), 'a full sync'],
		[files.some(([, content = '']) => !/^"[^",]*$/.test(content)), 'a readable file'],
		[/store-1/.test(body), 'a store of the account'],
	] as const;
}

/** As it is, and as an address writes it. */
export function holdsKey(text: string): boolean {
	return [projectKey, experimentKey].some((key) =>
		[key, encodeURIComponent(key), key.replace('+', '%2B')].some((each) => text.includes(each)),
	);
}
