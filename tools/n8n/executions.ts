import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'flatted';
import { type JsonObject, arrayOf, isObject, objectOf, textOf } from './json';
import type { Session } from './session';
import type { StoredWorkflow } from './workflows';

export interface Item {
	json: JsonObject;
	[key: string]: unknown;
}

export interface Execution {
	id: string;
	/** `success`, `error`, `canceled`, `crashed`, … */
	status: string;
	/** n8n's run data: `resultData.runData` holds each node's runs. */
	data: JsonObject;
	/** The run data as n8n stores it; a search for secrets looks here. */
	text: string;
	/** Why the workflow failed, if it did. */
	errorMessage?: string;
}

interface ExecutionSummary {
	id: string;
	status: string;
	workflowId: string;
	mode: string;
}

const unfinished = new Set(['new', 'running', 'waiting', 'unknown']);

/** Starts a manual run like the editor's button. Returns the ID of the execution. */
async function startManually(
	session: Session,
	workflow: StoredWorkflow,
	trigger: string,
): Promise<string> {
	// n8n 1.x needs the whole workflow in the request; 2.x ignores it.
	const body = { workflowData: workflow.stored, triggerToStartFrom: { name: trigger } };
	const answer = await session.rest('POST', `/workflows/${workflow.id}/run`, body);
	return textOf(objectOf(answer, 'a started run'), 'executionId');
}

/** Runs a workflow manually until it ends; fails after `limit` ms. */
export async function runManually(
	session: Session,
	workflow: StoredWorkflow,
	trigger: string,
	limit = 60_000,
): Promise<Execution> {
	return await waitForExecution(session, await startManually(session, workflow, trigger), limit);
}

/** Waits until an execution has ended, successfully or not; fails after `limit` ms. */
export async function waitForExecution(
	session: Session,
	id: string,
	limit = 60_000,
): Promise<Execution> {
	for (const end = Date.now() + limit; ; await wait(100)) {
		const answer = objectOf(await session.rest('GET', `/executions/${id}`), 'an execution');
		const status = textOf(answer, 'status');
		if (!unfinished.has(status)) return decodeExecution(id, status, answer['data']);
		if (Date.now() > end) throw new Error(`Execution ${id} is still ${status} after ${limit} ms.`);
	}
}

/** Decodes the run data of an execution, which n8n stores as `flatted` text. */
function decodeExecution(id: string, status: string, stored: unknown): Execution {
	const text = typeof stored === 'string' ? stored : '[{}]';
	const decoded: unknown = parse(text);
	const data = isObject(decoded) ? decoded : {};
	const result = isObject(data['resultData']) ? data['resultData'] : {};
	const error = isObject(result['error']) ? result['error'] : {};
	const message = error['message'];
	return { id, status, data, text, ...(typeof message === 'string' && { errorMessage: message }) };
}

/** All runs of a node in an execution; empty if it did not run. */
export function nodeRuns(execution: Execution, node: string): JsonObject[] {
	const result = execution.data['resultData'];
	const runData = isObject(result) ? result['runData'] : undefined;
	const runs = isObject(runData) ? runData[node] : undefined;
	return Array.isArray(runs) ? runs.map((run) => objectOf(run, 'a run')) : [];
}

/** The items of one output of a node, over all its runs. */
export function outputItems(execution: Execution, node: string, output = 0): Item[] {
	return nodeRuns(execution, node).flatMap((run) => {
		const data = isObject(run['data']) ? run['data'] : {};
		const outputs = Array.isArray(data['main']) ? data['main'] : [];
		const items: unknown = outputs[output] ?? [];
		return arrayOf(items, 'an output').map(toItem);
	});
}

function toItem(value: unknown): Item {
	const item = objectOf(value, 'an item');
	return { ...item, json: objectOf(item['json'], "an item's json") };
}

/** Finished and running executions, newest first, of one workflow or of all. */
export async function listExecutions(
	session: Session,
	workflow?: StoredWorkflow,
	limit = 100,
): Promise<ExecutionSummary[]> {
	const query = new URLSearchParams({ limit: String(limit) });
	if (workflow) query.set('filter', JSON.stringify({ workflowId: workflow.id }));
	const answer = objectOf(await session.rest('GET', `/executions?${query.toString()}`), 'a list');
	return arrayOf(answer['results'], 'executions').map((entry) => {
		const summary = objectOf(entry, 'an execution');
		const text = (key: string): string => textOf(summary, key);
		const [id, status, workflowId, mode] = [
			text('id'),
			text('status'),
			text('workflowId'),
			text('mode'),
		];
		return { id, status, workflowId, mode };
	});
}
