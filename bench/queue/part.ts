import { randomUUID } from 'node:crypto';
import { type Report, chain, webhook } from '../../harness';
import { type WorkflowNode, node } from '../../harness/workflow-parts';
import type { Round } from '../round-store';
import type { RoundMeasurer, SeriesHead } from '../rounds';
import { type StageSetting, post } from '../stage';
import type { Reply } from '../turn';
import { kainicPredictions, httpRequestPredictions } from '../works/predictions';
import { type Cluster, openCluster } from './cluster';
import { type Load, loadOf } from './load';

export const queueWork = 'predictions in queue mode, one a webhook';

export const workerCounts = [1, 2, 4] as const;

export const answers = 400;

const warmUp = 80;

/** Answers after which main, which lives through all rounds, gets no faster. */
const warmUpOfMain = 400;

/** Visitors who wait at the same time: more would only wait longer. */
const atOnce = 40;

/** What a visitor's webhook does. The last one shows what n8n takes for the webhook itself. */
export const visits = [
	{ name: 'Kainic Predict', nodes: kainicPredictions(1).nodes },
	{ name: 'HTTP Request', nodes: httpRequestPredictions(1).nodes },
	{ name: 'no node', nodes: () => [node('Nothing', 'n8n-nodes-base.noOp', 1, {})] },
] as const;

export function visitName(name: string, workers: number): string {
	return `${name}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
}

export function headsOfQueue(): SeriesHead[] {
	return workerCounts.flatMap((workers) =>
		visits.flatMap(({ name }) => {
			const contender = visitName(name, workers);
			const head = { work: queueWork, items: answers, contender };
			return [
				{ ...head, quantity: 'rate', unit: '/s' } as const,
				{ ...head, quantity: 'answer, 99 %', unit: 'ms' } as const,
				{ ...head, quantity: 'unanswered', unit: '%' } as const,
				{ ...head, contender: `${contender}, main`, quantity: 'cpu', unit: 'ms' } as const,
				{ ...head, contender: `${contender}, workers`, quantity: 'cpu', unit: 'ms' } as const,
			];
		}),
	);
}

/** Opens n8n in queue mode; each round goes from one worker to four. */
export async function openQueue(setting: StageSetting, report: Report): Promise<RoundMeasurer> {
	const cluster = await openCluster(setting, report);
	const urls: string[] = [];
	for (const { nodes } of visits) urls.push(await activate(cluster, nodes(setting.sink.url)));
	await cluster.growTo(workerCounts[0]);
	for (const url of urls) await load(cluster, url, warmUpOfMain);
	const measure = async (): Promise<Round> => {
		const figures: number[] = [];
		for (const count of workerCounts) {
			await cluster.growTo(count);
			report(`${queueWork}: ${count} workers`);
			for (const url of urls) figures.push(...(await figuresOf(cluster, url)));
		}
		await cluster.stopWorkers();
		return figures;
	};
	return { measure, close: cluster.close };
}

async function activate({ main }: Cluster, nodes: readonly WorkflowNode[]): Promise<string> {
	const path = randomUUID();
	const workflow = chain(`Queue ${path}`, [webhook(path, 'firstItem'), ...nodes]);
	const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none' };
	await main.activate({ ...workflow, settings });
	return `${main.n8n.url}/webhook/${path}`;
}

async function figuresOf(cluster: Cluster, url: string): Promise<Round> {
	await load(cluster, url, warmUp);
	const seen = await load(cluster, url, answers);
	return [seen.rate, seen.answer99, seen.unanswered, seen.mainCpu, seen.workersCpu];
}

async function load({ main, workers }: Cluster, url: string, count: number): Promise<Load> {
	return await loadOf({
		count,
		atOnce,
		mainPid: main.server.pid,
		workerPids: workers.map(({ pid }) => pid),
		call: async () => await isAnswered(url),
	});
}

/** Milliseconds after which a visitor is gone; n8n can lose an answer between its processes. */
const visitorsPatience = 30_000;

/** Fails if n8n answers with an error. */
async function isAnswered(url: string): Promise<boolean> {
	let reply: Reply;
	try {
		reply = await post(url, '{}', visitorsPatience);
	} catch {
		return false;
	}
	if (reply.status === 200) return true;
	throw new Error(`A visitor got ${reply.status}: ${reply.text}`);
}
