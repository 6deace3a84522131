import { type IncomingMessage, request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type Installation, startN8n } from '../n8n';
import { isObject } from '../n8n/json';
import { type Contender, type RunInput, benchWorkflow } from './contender';
import type { Measurement } from './nodes/clock';
import type { Sink } from './sink';

/** One n8n with a workflow for each contender. */
export interface Stage {
	/** Runs a contender once. Fails if it did not do all of its work. */
	run(contender: Contender, input: RunInput): Promise<Measurement>;
	close(): Promise<void>;
}

export interface StageSetting {
	readonly installation: Installation;
	/** Tarballs of the packages that n8n loads. */
	readonly packages: readonly string[];
	readonly sink: Sink;
	/** Path of a catalog of 1 MB. */
	readonly smallFile: string;
	/** More environment variables for n8n. */
	readonly env: Readonly<Record<string, string>>;
}

const keys = { projectId: 'bench', apiKey: 'bench-key', experimentApiKey: 'bench-key' };

/** Starts an n8n in its regular mode, with the contenders' workflows active. */
export async function openBenchStage(
	{ installation, packages, sink, env: more }: StageSetting,
	contenders: readonly Contender[],
): Promise<Stage> {
	const env = {
		N8N_LOG_LEVEL: 'warn',
		N8N_RUNNERS_TASK_TIMEOUT: '300',
		...more,
	};
	const kainic = { baseUrl: sink.url, ...keys };
	const { n8n, activate, close } = await startN8n({ installation, packages, env }, kainic);
	const urls = new Map<string, string>();
	for (const contender of contenders) {
		const [path, workflow] = benchWorkflow(contender, sink.url);
		await activate(workflow);
		urls.set(contender.name, `${n8n.url}/webhook/${path}`);
	}
	const call = async ({ name }: Contender, body: string): Promise<Reply> => {
		await untilReady(n8n.url);
		return await post(urls.get(name) ?? '', body);
	};
	return { run: runner(call, sink), close };
}

export interface Reply {
	readonly status: number;
	readonly text: string;
}

/** Runs contenders one at a time, and fails if one made fewer or more requests than its work needs. */
export function runner(
	call: (contender: Contender, body: string) => Promise<Reply>,
	sink: Pick<Sink, 'takeRequests'>,
): Stage['run'] {
	return async (contender, input) => {
		sink.takeRequests();
		const { status, text } = await call(contender, JSON.stringify(input));
		if (status !== 200) throw new Error(`${contender.name} failed in n8n: ${status} ${text}`);
		const requests = sink.takeRequests();
		const expected = contender.requests(input.count);
		if (requests === expected) return readMeasurement(text, contender.name);
		throw new Error(
			`${contender.name}: ${requests} requests came for ${input.count} items, not ${expected}.`,
		);
	};
}

function readMeasurement(text: string, name: string): Measurement {
	const answer: unknown = JSON.parse(text);
	const { milliseconds, megabytes, longestBlock } = isObject(answer) ? answer : {};
	if (
		typeof milliseconds === 'number' &&
		typeof megabytes === 'number' &&
		typeof longestBlock === 'number'
	) {
		return { milliseconds, megabytes, longestBlock };
	}
	throw new Error(`${name} told no measurement: ${text}`);
}

/** Milliseconds after which a bench gives n8n up. */
const patience = 600_000;

/** After long work n8n may refuse webhooks for seconds, until it has looked at its database again. */
async function untilReady(url: string): Promise<void> {
	const end = performance.now() + patience;
	while (performance.now() < end) {
		try {
			const signal = AbortSignal.timeout(5_000);
			if ((await fetch(`${url}/healthz/readiness`, { signal })).ok) return;
		} catch {
			// It is too busy to answer.
		}
		await wait(100);
	}
	throw new Error('n8n did not get ready again.');
}

/** Posts without a limit of five minutes, which `fetch` has. */
async function post(url: string, body: string): Promise<Reply> {
	const headers = { 'Content-Type': 'application/json' };
	const sending = request(url, { method: 'POST', headers, signal: AbortSignal.timeout(patience) });
	sending.end(body);
	const answer = await new Promise<IncomingMessage>((resolve, reject) => {
		sending.once('response', resolve);
		sending.once('error', reject);
	});
	return { status: answer.statusCode ?? 0, text: await readText(answer) };
}
