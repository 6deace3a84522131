import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Execution, type StoredWorkflow, parseWorkflow, runManually } from '../harness';
import type { Demo } from './demo';

/** What a part of the demo showed. */
export interface Finding {
	/** For people. */
	lines: string[];
	/** What is wrong; empty if everything was verified. */
	problems: string[];
}

/** Imports `<name>.workflow.json` of this folder. */
export async function importFile({ importWorkflow }: Demo, name: string): Promise<StoredWorkflow> {
	const text = readFileSync(join(__dirname, `${name}.workflow.json`), 'utf8');
	return await importWorkflow(parseWorkflow(text));
}

/** Runs a workflow by its manual trigger; `problems` says how it failed. */
export async function runToEnd(
	{ n8n }: Demo,
	workflow: StoredWorkflow,
): Promise<{ execution: Execution; problems: string[] }> {
	const execution = await runManually(n8n, workflow, 'When clicking ‘Execute workflow’');
	const { status, errorMessage = 'no message' } = execution;
	const problems =
		status === 'success' ? [] : [`"${workflow.name}" ended as ${status}: ${errorMessage}`];
	return { execution, problems };
}
