import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { type Installation, onceReady, startN8n } from '../n8n';
import { chain, webhook } from '../n8n/workflow-parts';
import type { WorkflowFile } from '../n8n/workflows';
import type { Contender } from './contenders';
import { benchStep } from './node-package';
import type { Measurement } from './nodes/clock';
import { startCounting } from './server';

/** What one run is told. */
export interface RunInput {
	readonly count: number;
	/** Path of the file that is uploaded; empty if none is. */
	readonly file: string;
	/** Collects garbage before the run, for memory. V8 forgets optimised code with it. */
	readonly collect: boolean;
}

/** One n8n with a workflow for each contender. */
export interface Stage {
	/** Runs a contender once. Fails if it made fewer or more requests than its work needs. */
	run(contender: Contender, input: RunInput): Promise<Measurement>;
	close(): Promise<void>;
}

export interface StageSetting {
	readonly installation: Installation;
	/** Tarballs of the packages that n8n loads. */
	readonly packages: readonly string[];
}

const measurement: z.ZodType<Measurement> = z.object({
	milliseconds: z.number(),
	megabytes: z.number(),
	longestBlock: z.number(),
});

/** Milliseconds. `fetch` itself gives up after five minutes. */
const longestRun = 290_000;

const access = { projectId: 'bench', apiKey: 'bench-key', experimentApiKey: 'bench-key' };

/**
 * Starts an n8n in its regular mode, and a server on this machine or, behind TLS, 40 ms away. A contender's
 * workflow is activated when it runs first.
 */
export async function openBenchStage(setting: StageSetting, isFar: boolean): Promise<Stage> {
	const server = await startCounting(isFar);
	const env = { N8N_LOG_LEVEL: 'warn', N8N_RUNNERS_TASK_TIMEOUT: '300', ...server.env };
	const running = await startN8n({ ...setting, env }, { baseUrl: server.url, ...access });
	const paths = new Map<Contender, string>();
	const run = async (contender: Contender, input: RunInput): Promise<Measurement> => {
		const path = paths.get(contender) ?? randomUUID();
		if (!paths.has(contender)) {
			await running.activate(workflowOf(contender, path, server.url));
			paths.set(contender, path);
		}
		server.takeRequests();
		const request = {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(input),
			signal: AbortSignal.timeout(longestRun),
		};
		const response = await onceReady(
			async () => await fetch(`${running.n8n.url}/webhook/${path}`, request),
		);
		const text = await response.text();
		const [requests, expected] = [server.takeRequests(), contender.requests(input.count)];
		if (!response.ok) throw new Error(`${contender.name} failed in n8n: ${text}`);
		if (requests === expected) return measurement.parse(JSON.parse(text));
		throw new Error(`${contender.name}: ${requests} requests came, not ${expected}.`);
	};
	const close = async (): Promise<void> => {
		await running.close();
		await server.close();
	};
	return { run, close };
}

/** A production webhook that makes the items, has the contender work, and answers the measurement. */
function workflowOf(contender: Contender, path: string, url: string): WorkflowFile {
	const items = benchStep('Items', {
		step: 'start',
		kind: '={{ $json.body.file ? "file" : "events" }}',
		count: '={{ $json.body.count }}',
		file: '={{ $json.body.file }}',
		collect: '={{ $json.body.collect }}',
	});
	const stop = benchStep('Stop', { step: 'stop' });
	const nodes = [webhook(path, 'firstItem'), items, ...contender.nodes(url), stop];
	const settings = {
		executionOrder: 'v1',
		saveDataSuccessExecution: 'none',
		saveDataErrorExecution: 'all',
		saveExecutionProgress: false,
	};
	return { ...chain(`Bench ${contender.name} ${path}`, nodes), settings };
}
