import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { type Installation, type Session, repositoryRoot, startN8n } from '../harness';
import { isObject } from '../harness/json';
import { type Contender, type RunInput, benchWorkflow } from './contender';
import type { Measurement } from './nodes/clock';
import type { Arrivals, Sink } from './sink';

/** Measurements of one run, inside n8n and at the sink. */
export interface Outcome extends Measurement {
	/** Output items, and those of them that are linked to their input. */
	items: number;
	linked: number;
	arrivals: Arrivals;
}

type Measured = Omit<Outcome, 'arrivals'>;

/** One n8n with a workflow for each contender. */
export interface Stage {
	/** Runs a contender once. Fails if it did not do all of its work. */
	run(contender: Contender, input: RunInput): Promise<Outcome>;
	close(): Promise<void>;
}

export interface StageSetting {
	installation: Installation;
	/** Tarballs of the packages that n8n loads. */
	packages: readonly string[];
	sink: Sink;
}

const keys = { projectId: 'bench', apiKey: 'bench-key', experimentApiKey: 'bench-key' };

/** Starts an n8n in its regular mode, with the contenders' workflows active. */
export async function openBenchStage(
	{ installation, packages, sink }: StageSetting,
	contenders: readonly Contender[],
): Promise<Stage> {
	const env = {
		N8N_LOG_LEVEL: 'warn',
		KAINIC_BENCH_MODULES: join(repositoryRoot, 'package.json'),
		N8N_RUNNERS_TASK_TIMEOUT: '300',
	};
	const kainic = { baseUrl: sink.url, ...keys };
	const { n8n, activate, close } = await startN8n({ installation, packages, env }, kainic);
	const paths = new Map<string, string>();
	for (const contender of contenders) {
		const [path, workflow] = benchWorkflow(contender, sink.url);
		await activate(workflow);
		paths.set(contender.name, path);
	}
	const run = async (contender: Contender, input: RunInput): Promise<Outcome> => {
		sink.take();
		const measured = await call(n8n, paths.get(contender.name) ?? '', input, contender.name);
		const outcome = { ...measured, arrivals: sink.take() };
		assertDone(contender, input.count, outcome);
		return outcome;
	};
	return { run, close };
}

async function call(n8n: Session, path: string, input: RunInput, name: string): Promise<Measured> {
	const { status, text } = await post(`${n8n.url}/webhook/${path}`, JSON.stringify(input));
	if (status !== 200) throw new Error(`${name} failed in n8n: ${status} ${text}`);
	const answer: unknown = JSON.parse(text);
	const read = (key: keyof Measured): number => {
		const value = isObject(answer) ? answer[key] : undefined;
		if (typeof value === 'number') return value;
		throw new Error(`${name} told no ${key}: ${text}`);
	};
	return {
		milliseconds: read('milliseconds'),
		cpuMilliseconds: read('cpuMilliseconds'),
		keptMegabytes: read('keptMegabytes'),
		residentMegabytes: read('residentMegabytes'),
		items: read('items'),
		linked: read('linked'),
	};
}

/** Posts without a time limit; `fetch` gives up after five minutes. */
async function post(url: string, body: string): Promise<{ status: number; text: string }> {
	const headers = { 'Content-Type': 'application/json' };
	const sending = request(url, { method: 'POST', headers });
	sending.end(body);
	const answer = await new Promise<IncomingMessage>((resolve, reject) => {
		sending.once('response', resolve);
		sending.once('error', reject);
	});
	return { status: answer.statusCode ?? 0, text: await readText(answer) };
}

/** Fails if a contender made fewer or more requests than its work needs. */
function assertDone(contender: Contender, count: number, { arrivals }: Outcome): void {
	const expected = contender.requests(count);
	if (arrivals.requests === expected) return;
	throw new Error(
		`${contender.name}: ${arrivals.requests} requests came for ${count} items, not ${expected}.`,
	);
}
