import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'flatted';
import { z } from 'zod/v4';
import type { Session } from './session';
import type { StoredWorkflow } from './workflows';

const item = z.looseObject({ json: z.record(z.string(), z.unknown()) });
export type Item = z.infer<typeof item>;

/** One run of a node, with the items of each output. */
const nodeRun = z.looseObject({
	data: z.object({ main: z.array(z.array(item).nullish()).optional() }).optional(),
});

const runResult = z.object({
	error: z.object({ message: z.string().optional() }).nullish(),
	runData: z.record(z.string(), z.array(nodeRun)).default({}),
});

export interface Execution extends z.infer<typeof runResult> {
	id: string;
	/** `success`, `error`, `canceled`, `crashed`, … */
	status: string;
	/** The run data as n8n stores it; a search for secrets looks here. */
	text: string;
	/** Why the workflow failed, if it did. */
	errorMessage: string | undefined;
}

const summary = z.object({ id: z.coerce.string(), status: z.string(), mode: z.string() });

const unfinished = new Set(['new', 'running', 'waiting', 'unknown']);

/** Runs a workflow manually, like the editor's button, until it ends; fails after `limit` ms. */
export async function runManually(
	session: Session,
	workflow: StoredWorkflow,
	trigger: string,
	limit = 60_000,
): Promise<Execution> {
	const body = { triggerToStartFrom: { name: trigger } };
	const answer = await session.rest('POST', `/workflows/${workflow.id}/run`, body);
	const { executionId } = z.object({ executionId: z.coerce.string() }).parse(answer);
	return await waitForExecution(session, executionId, limit);
}

/** Waits until an execution has ended, successfully or not; fails after `limit` ms. */
export async function waitForExecution(
	session: Session,
	id: string,
	limit = 60_000,
): Promise<Execution> {
	for (const end = Date.now() + limit; ; await wait(100)) {
		const answer = await session.rest('GET', `/executions/${id}`);
		const { status, data } = z.object({ status: z.string(), data: z.unknown() }).parse(answer);
		if (!unfinished.has(status)) return decodeExecution(id, status, data);
		if (Date.now() > end) throw new Error(`Execution ${id} is still ${status} after ${limit} ms.`);
	}
}

/** Decodes the run data of an execution, which n8n stores as `flatted` text. */
function decodeExecution(id: string, status: string, stored: unknown): Execution {
	const text = typeof stored === 'string' ? stored : '[{}]';
	const { resultData } = z.object({ resultData: runResult.prefault({}) }).parse(parse(text));
	return { ...resultData, id, status, text, errorMessage: resultData.error?.message };
}

/** All runs of a node in an execution; empty if it did not run. */
export function nodeRuns({ runData: runs }: Execution, node: string) {
	return runs[node] ?? [];
}

/** The items of one output of a node, over all its runs. */
export function outputItems(execution: Execution, node: string, output = 0): Item[] {
	return nodeRuns(execution, node).flatMap(({ data }) => data?.main?.[output] ?? []);
}

/** Finished and running executions, newest first, of one workflow or of all. */
export async function listExecutions(session: Session, workflow?: StoredWorkflow, limit = 100) {
	const query = new URLSearchParams({ limit: String(limit) });
	if (workflow) query.set('filter', JSON.stringify({ workflowId: workflow.id }));
	const answer = await session.rest('GET', `/executions?${query.toString()}`);
	return z.object({ results: z.array(summary) }).parse(answer).results;
}
