import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialsHelper,
	IRun,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { credentialsHelper } from './credentials-helper';
import { prepareEngine, type BinaryMode } from './engine';
import { logs } from './logs';
import { recordRun, type WorkflowRecord } from './record';
import { createWorkflow, type WorkflowDefinition } from './workflow-definition';

export interface WorkflowOptions extends WorkflowDefinition {
	/** Where files are kept; on the disk unless told otherwise. */
	binaryMode?: BinaryMode | undefined;
	/** Called when this node begins to run; the execution is cancelled once it resolves. */
	cancelWhen?: { readonly node: string; readonly resolves: (() => Promise<void>) | undefined };
}

let executions = 0;

/**
 * Runs a workflow in n8n's engine, and resolves with what came out, also if the execution failed or was cancelled as by n8n's stop button.
 */
export async function runWorkflow(options: WorkflowOptions): Promise<WorkflowRecord> {
	// As in production, but for data that the editor keeps.
	const mode = options.pinData === undefined ? 'trigger' : 'manual';
	// n8n never gives an ID twice.
	const executionId = String((executions += 1));
	await prepareEngine(options.binaryMode ?? 'filesystem');
	const { workflow, startNode } = createWorkflow(options);
	const position = logs.length;
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
	const running = new WorkflowExecute(data, mode).run({ workflow, startNode });
	return recordRun(await running, position, cancelledAt);
}

/** Turns of the event loop, in which whatever has come to this process is read: no time of a clock. */
export async function turns(count = 50): Promise<void> {
	for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

function createHooks(mode: IRun['mode'], executionId: string, workflow: Workflow) {
	const { id, name, nodes, connectionsBySourceNode: connections } = workflow;
	const data = { id, name, nodes: Object.values(nodes), connections };
	return new ExecutionLifecycleHooks(mode, executionId, Object(data));
}

const address = 'http://127.0.0.1:5678';

/** What an n8n server gives to each of its executions; nothing that needs the server. */
function createAdditionalData(
	credentialsHelper: ICredentialsHelper,
	hooks: ExecutionLifecycleHooks,
	executionId: string,
): IWorkflowExecuteAdditionalData {
	return Object({
		...{ credentialsHelper, hooks, executionId, currentNodeExecutionIndex: 0, variables: {} },
		// n8n makes $execution.resumeUrl and its form of them.
		...{ webhookWaitingBaseUrl: `${address}/webhook-waiting`, instanceBaseUrl: address },
		formWaitingBaseUrl: `${address}/form-waiting`,
		externalSecretsProxy: new ExternalSecretsProxy(),
		logAiEvent: () => undefined,
	});
}
