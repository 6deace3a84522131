import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contract } from '../../../contract/command';
import type { Finding, Verdict } from '../../../contract/core/model';
import type { Report } from '../../../contract/core/report';
import type { Terminal } from '../../../contract/terminal';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../../emulator';
import { startRecorder, type Recorded, type Recorder } from './recorder';

export const projectKey = 'pk_5f2c9e71-Hidden+Key';
export const experimentKey = 'ek_88d1a4b0/Hidden=Key';

export const account = {
	KAINIC_API_KEY: projectKey,
	KAINIC_EXPERIMENT_API_KEY: experimentKey,
	KAINIC_PROJECT_ID: 'proj-4711',
	KAINIC_TRACKER_ID: 'tracker-web',
	KAINIC_MODEL_ID: 'model-popular',
	KAINIC_EXPERIMENT_ID: 'experiment-home',
	KAINIC_STORE_ID: 'store-1',
};

/** A Kainic with everything that came over the wire to it. */
export interface Double {
	readonly emulator: Emulator;
	readonly recorder: Recorder;
}

const doubles: Double[] = [];
const folders: string[] = [];

export async function startDouble(options: EmulatorOptions = {}): Promise<Double> {
	const emulator = await startEmulator({
		apiKey: projectKey,
		experimentApiKey: experimentKey,
		projectId: account.KAINIC_PROJECT_ID,
		...options,
	});
	const recorder = await startRecorder(emulator.url);
	const double = { emulator, recorder };
	doubles.push(double);
	return double;
}

export async function closeDoubles(): Promise<void> {
	for (const { emulator, recorder } of doubles.splice(0)) {
		await recorder.close();
		await emulator.close();
	}
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function makeFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'kainic-contract-'));
	folders.push(folder);
	return folder;
}

export interface RunOptions {
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Answers to the questions; null ends the input. */
	readonly answer?: (question: string) => string | null;
	readonly isInteractive?: boolean;
	readonly signal?: AbortSignal;
	readonly folder?: string;
}

export interface Ran {
	readonly report: Report;
	readonly markdown: string;
	/** Everything that the terminal showed, and what was thrown. */
	readonly output: string;
	readonly folder: string;
	/** The questions that were asked. */
	readonly questions: readonly string[];
	/** All files of the report's folder as one text. */
	readonly files: string;
}

/** Runs the command against a double, without its pauses. */
export async function runCommand(double: Double, options: RunOptions = {}): Promise<Ran> {
	const folder = options.folder ?? makeFolder();
	const questions: string[] = [];
	let output = '';
	const ask = async (question: string): Promise<string | null> => {
		questions.push(question);
		output += question;
		const answered = options.answer?.(question) ?? null;
		return answered;
	};
	const terminal: Terminal = {
		isInteractive: options.isInteractive ?? false,
		print: (text) => (output += `${text}\n`),
		ask,
		askHidden: ask,
		close: () => undefined,
	};
	await contract({
		args: ['--base-url', double.recorder.url, '--report', folder, ...(options.args ?? ['--yes'])],
		env: { ...account, ...options.env },
		terminal,
		signal: options.signal ?? new AbortController().signal,
		sleep: async () => undefined,
	});
	const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
	return {
		report: JSON.parse(read('contract-report.json')),
		markdown: read('contract-report.md'),
		output,
		folder,
		questions,
		files: readdirSync(folder).map(read).join('\n'),
	};
}

export function findingOf({ report }: Pick<Ran, 'report'>, id: string): Finding {
	const found = report.findings.find((finding) => finding.id === id);
	if (found === undefined) throw new Error(`There is no finding ${id}`);
	return found;
}

export function idsOf({ report }: Pick<Ran, 'report'>, verdict: Verdict): string[] {
	return report.findings.filter((finding) => finding.verdict === verdict).map(({ id }) => id);
}

/** Looks for the event of the mixed batch where a person would. */
export function lookIntoLedger({ emulator }: Double) {
	return (question: string): string | null => {
		const [, visitor] = /visitor (\S+) in the Kainic Console/.exec(question) ?? [];
		if (visitor === undefined) return 'yes';
		const { events } = emulator.world.ledger;
		return events.some(({ event }) => event['anon_uid'] === visitor) ? 'yes' : 'no';
	};
}

/** What must hold for every run, whatever it met. */
export function problemsIn(
	{ emulator, recorder }: Double,
	{ output, files }: Pick<Ran, 'output' | 'files'>,
	allowsEvents: boolean,
): string[] {
	const { ledger } = emulator.world;
	const { events, catalogs } = ledger;
	return [
		...(catalogs.uploads.length > 0 ? ['an upload was accepted'] : []),
		...(!allowsEvents && events.length > 0 ? ['an event was accepted'] : []),
		...(ledger.maxInFlight > 1 ? ['several requests at once'] : []),
		...events.flatMap(({ event }) =>
			/contract-check-\w+-test-visitor/.test(`${String(event['anon_uid'])} ${String(event['uid'])}`)
				? []
				: ['an event without a mark'],
		),
		...recorder.requests.flatMap((recorded) => problemsOf(recorded, allowsEvents)),
		...leaksIn('the output', output),
		...leaksIn('the report', files),
	];
}

function problemsOf({ url, headers, body }: Recorded, allowsEvents: boolean): string[] {
	const rest = new URL(url);
	rest.searchParams.delete('api_key');
	return [
		...leaksIn('a request beyond api_key', `${rest.href} ${JSON.stringify(headers)} ${body}`),
		...(!allowsEvents && url.pathname.startsWith('/collector/') ? acceptableEvents(body) : []),
		...(url.pathname.startsWith('/upload') ? problemsOfForm(body) : []),
	];
}

/** A form with a file is for a made-up store, in the mode stock, and the file can be read as nothing. */
function problemsOfForm(body: string): string[] {
	const files = [...body.matchAll(/filename="[^]*?\r\n\r\n([^]*?)\r\n--/g)];
	const isReadable = files.some(([, content = '']) => !/^"[^",]*$/.test(content));
	return [
		...(/\bfull\b/.test(body) ? ['a full sync'] : []),
		...(isReadable ? ['a file that can be read'] : []),
		...(files.length > 0 && body.includes(account.KAINIC_STORE_ID) ? ['a file for the store'] : []),
	];
}

function acceptableEvents(body: string): string[] {
	const events: unknown[] = JSON.parse(body);
	const hasPlatform = events.some((event) => typeof Object(event)['platform'] === 'string');
	return hasPlatform ? ['an event that could be accepted'] : [];
}

export function leaksIn(place: string, text: string): string[] {
	return [projectKey, experimentKey].flatMap((key) => {
		const spellings = [key, encodeURIComponent(key), key.replaceAll('+', '%2B')];
		return spellings.some((spelling) => text.includes(spelling)) ? [`a key in ${place}`] : [];
	});
}
