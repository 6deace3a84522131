import { randomUUID } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import {
	type Installation,
	type RunningN8n,
	chain,
	repositoryRoot,
	startN8n,
	webhook,
} from '../harness';
import { node } from '../harness/workflow-parts';
import { type Contender, type RunInput, benchWorkflow } from './contender';
import type { Arrivals, Sink } from './sink';
import { type Clock, type Host, type Reply, type Turn, takeTurn } from './turn';

/** Measurements of one run, inside n8n and at the sink. */
export interface Outcome extends Turn {
	arrivals: Arrivals;
}

/** One n8n with a workflow for each contender. */
export interface Stage {
	/** Runs a contender once. Fails if it did not do all of its work. */
	run(contender: Contender, input: RunInput): Promise<Outcome>;
	/** Calls the webhook of another workflow, which does next to nothing; false if n8n refuses it. */
	knock(): Promise<boolean>;
	close(): Promise<void>;
}

export interface StageSetting {
	installation: Installation;
	/** Tarballs of the packages that n8n loads. */
	packages: readonly string[];
	sink: Sink;
	/** More environment variables for n8n. */
	env?: Readonly<Record<string, string>>;
}

export const keys = { projectId: 'bench', apiKey: 'bench-key', experimentApiKey: 'bench-key' };

/** Starts an n8n in its regular mode, with the contenders' workflows active. */
export async function openBenchStage(
	{ installation, packages, sink, env: more }: StageSetting,
	contenders: readonly Contender[],
): Promise<Stage> {
	const env = {
		N8N_LOG_LEVEL: 'warn',
		KAINIC_BENCH_MODULES: join(repositoryRoot, 'package.json'),
		N8N_RUNNERS_TASK_TIMEOUT: '300',
		...more,
	};
	const kainic = { baseUrl: sink.url, ...keys };
	const running = await startN8n({ installation, packages, env }, kainic);
	const { n8n, activate, close } = running;
	const paths = new Map<string, string>();
	for (const contender of contenders) {
		const [path, workflow] = benchWorkflow(contender, sink.url);
		await activate(workflow);
		paths.set(contender.name, `${n8n.url}/webhook/${path}`);
	}
	const probe = `${n8n.url}/webhook/${await activateProbe(activate)}`;
	const host: Host = {
		call: async ({ name }, body) => await post(paths.get(name) ?? '', body),
		isReady: async () => await isReady(n8n.url, probe),
	};
	const knock = async (): Promise<boolean> => (await post(probe, '{}')).status === 200;
	return { run: runner(host, clock, sink), knock, close };
}

const clock: Clock = { now: () => performance.now(), wait: async (time) => await wait(time) };

/** Runs contenders one at a time, and fails if one made fewer or more requests than its work needs. */
export function runner(host: Host, time: Clock, sink: Pick<Sink, 'take'>): Stage['run'] {
	return async (contender, input) => {
		sink.take();
		const turn = await takeTurn(host, time, contender, input);
		const arrivals = sink.take();
		const expected = contender.requests(input.count);
		if (arrivals.requests === expected) return { ...turn, arrivals };
		throw new Error(
			`${contender.name}: ${arrivals.requests} requests came for ${input.count} items, not ${expected}.`,
		);
	};
}

/** A webhook that does next to nothing. */
async function activateProbe(activate: RunningN8n['activate']): Promise<string> {
	const path = randomUUID();
	const nodes = [webhook(path, 'firstItem'), node('Nothing', 'n8n-nodes-base.noOp', 1, {})];
	const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none' };
	await activate({ ...chain('Bench probe', nodes), settings });
	return path;
}

async function isReady(url: string, probe: string): Promise<boolean> {
	const signal = AbortSignal.timeout(5_000);
	try {
		const health = await fetch(`${url}/healthz/readiness`, { signal });
		if (!health.ok) return false;
		return (await fetch(probe, { method: 'POST', signal })).ok;
	} catch {
		return false;
	}
}

/** Milliseconds for the longest work on a slow machine; `fetch` gives up after five minutes. */
const longestWork = 1_800_000;

/** Posts, and fails if no answer comes in time, so that a bench ends. */
export async function post(url: string, body: string, limit = longestWork): Promise<Reply> {
	const headers = { 'Content-Type': 'application/json' };
	const signal = AbortSignal.timeout(limit);
	const sending = request(url, { method: 'POST', headers, signal });
	sending.end(body);
	const answer = await new Promise<IncomingMessage>((resolve, reject) => {
		sending.once('response', resolve);
		sending.once('error', reject);
	});
	return { status: answer.statusCode ?? 0, text: await readText(answer) };
}
