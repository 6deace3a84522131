import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as n8n from '../n8n';
import { temporaryFolder } from '../n8n/cleanup';
import type { Measurement } from './nodes/BenchStep.node';
import { startKainic } from './server';
import { type Figures, inTurns, type Result, type Setting } from './turns';
import { measureVisitors } from './visitors';
import type { Work } from './works';

export async function measure(works: readonly Work[], rounds: number, setting: Setting) {
	const results = works.flatMap((work) =>
		work.contenders.map((contender): Result => ({ work, contender, runs: [] })),
	);
	for (const part of new Set(works.map((work) => work.part))) {
		const own = results.filter(({ work }) => work.part === part);
		if (part === 'visitors') await measureVisitors(own, rounds, setting);
		else if (part !== 'memory') await inOneN8n(own, rounds, setting);
		// A run leaves memory behind, so each run gets a new n8n.
		const runs = own.flatMap((result) => Array.from({ length: rounds }, () => [result]));
		for (const run of part === 'memory' ? runs : []) await inOneN8n(run, 1, setting);
	}
	return results;
}

async function inOneN8n(results: readonly Result[], rounds: number, setting: Setting) {
	const kainic = await startKainic(results[0]?.work.part === 'distance');
	writeSteps();
	const env = { ...kainic.env, N8N_LOG_LEVEL: 'warn', N8N_CUSTOM_EXTENSIONS: folder };
	const access = { projectId: 'bench', apiKey: 'bench-key', experimentApiKey: 'bench-key' };
	const running = await n8n.startN8n({ ...setting, env }, { baseUrl: kainic.url, ...access });
	try {
		const turns = new Map<Result, string>();
		for (const result of results) {
			const path = `bench-${turns.size}`;
			await running.activate(workflowOf(result, path, kainic.url));
			turns.set(result, `${running.server.url}/webhook/${path}`);
		}
		await inTurns(results, rounds, async (result) => {
			return await takeTurn(result, turns.get(result) ?? '', kainic);
		});
	} finally {
		await running.close();
		kainic.close();
	}
}

const folder = temporaryFolder('bench').path;

/** Writes the bench's own node as JavaScript. */
function writeSteps(): void {
	const source = readFileSync(join(__dirname, 'nodes/BenchStep.node.ts'), 'utf8');
	const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
	const { outputText } = ts.transpileModule(source, { compilerOptions });
	writeFileSync(join(folder, 'BenchStep.node.js'), outputText);
}

/** Under load, failed items must not stop the run. */
function workflowOf({ work, contender }: Result, path: string, url: string) {
	const onError = work.behaviour ? 'continueRegularOutput' : 'stopWorkflow';
	const nodes = contender.nodes(url).map((node) => ({ ...node, onError }));
	const step = (name: string) => n8n.node(name, 'CUSTOM.benchStep', 1, {});
	const all = [n8n.webhook(path, 'firstItem'), step('Start'), ...nodes, step('Stop')];
	const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none' };
	return { ...n8n.chain(path, all), settings };
}

type Kainic = Awaited<ReturnType<typeof startKainic>>;

async function takeTurn({ work, contender }: Result, url: string, kainic: Kainic) {
	const collect = work.part === 'memory';
	const run = async (share: number): Promise<Figures> => {
		const size = Number.parseInt(work.title.replace(',', '')) * share;
		const seen = kainic.begin(work.behaviour?.());
		const file = work.title.includes(' MB ') ? join(folder, 'products.json') : '';
		// A product has about 210 bytes.
		if (file !== '') writeFileSync(file, n8n.catalogFile(size * 4700).content);
		const query = `?count=${size}&file=${file}&collect=${collect}`;
		const response = await n8n.onceReady(() => fetch(url + query, { method: 'POST' }));
		const text = await response.text();
		const needed = Math.max(1, Math.ceil(size / contender.perRequest));
		const isDone = response.ok && (work.behaviour !== undefined || seen.requests === needed);
		if (isDone) return { ...(JSON.parse(text) as Measurement), ...seen };
		throw new Error(`${contender.name}: ${seen.requests} of ${needed} requests came. ${text}`);
	};
	// Runs to warm up. Before memory is measured they are smaller, because they leave memory free for the next run.
	for (const share of collect ? [0.01, 0.01, 0.01] : [0.1]) await run(share);
	return await run(1);
}
