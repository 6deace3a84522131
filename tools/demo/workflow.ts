import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	type Execution,
	type StoredWorkflow,
	type WorkflowFile,
	parseWorkflow,
	runManually,
} from '../n8n';
import type { Demo } from './demo';

/** What a part of the demo showed. */
export interface Finding {
	/** For people. */
	lines: string[];
	/** What is wrong; empty if everything was verified. */
	problems: string[];
}

const files = ['events', 'predictions', 'catalog'] as const;

/** The names of the demo's workflows, as n8n lists them. */
export function workflowNames(): string[] {
	return files.map((name) => readWorkflow(name).name);
}

/** Imports `<name>.workflow.json` of this folder. */
export async function importFile(
	{ importWorkflow, emulator }: Demo,
	name: (typeof files)[number],
): Promise<StoredWorkflow> {
	return await importWorkflow(readWorkflow(name, emulator.url));
}

/** Its notes link to the page of the emulator. */
function readWorkflow(name: (typeof files)[number], emulatorUrl = usualEmulatorUrl): WorkflowFile {
	const text = readFileSync(join(__dirname, `${name}.workflow.json`), 'utf8');
	return parseWorkflow(text.replaceAll(usualEmulatorUrl, emulatorUrl));
}

const usualEmulatorUrl = 'http://127.0.0.1:8787';

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
