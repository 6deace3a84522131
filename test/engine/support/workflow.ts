import { createAdditionalData, createHooks } from './additional-data';
import { credentialsHelper } from './credentials-helper';
import { prepareEngine, startEngine, type BinaryMode } from './engine';
import { logPosition } from './logs';
import { recordRun, type WorkflowRecord } from './record';
import { createWorkflow, type WorkflowDefinition } from './workflow-definition';

export interface WorkflowOptions extends WorkflowDefinition {
	/** Where binary data is kept; in memory unless told otherwise. */
	binaryMode?: BinaryMode | undefined;
	/** Called when this node begins to run; the execution is cancelled once it resolves. */
	cancelWhen?: { readonly node: string; readonly resolves: (() => Promise<void>) | undefined };
}

let executions = 0;

/**
 * Runs a workflow in the real engine of the n8n major that is under test, and resolves with what came
 * out, also if the execution failed or was cancelled as by n8n's stop button.
 */
export async function runWorkflow(options: WorkflowOptions): Promise<WorkflowRecord> {
	// As in production, but for data that the editor keeps.
	const mode = options.pinData === undefined ? 'trigger' : 'manual';
	// n8n never gives an ID twice.
	const executionId = String((executions += 1));
	await prepareEngine(options.binaryMode ?? 'memory');
	const { workflow, startNode } = createWorkflow(options);
	const position = logPosition();
	const hooks = createHooks(mode, executionId, workflow);
	const helper = credentialsHelper(options.credential);
	const data = createAdditionalData(helper, hooks, executionId);
	let cancelledAt: number | undefined;
	hooks.addHandler('nodeExecuteBefore', (name) => {
		if (name !== options.cancelWhen?.node) return;
		void options.cancelWhen.resolves?.().then(() => {
			cancelledAt = performance.now();
			running.cancel();
		});
	});
	const running = startEngine(workflow, startNode, data, mode);
	return recordRun(await running, position, cancelledAt);
}

/** Turns of the event loop, in which whatever has come to this process is read: no time of a clock. */
export async function turns(count = 50): Promise<void> {
	for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}
