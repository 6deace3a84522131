import { ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import type {
	ICredentialsHelper,
	IRun,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

const address = 'http://127.0.0.1:5678';

/** What an n8n server gives to each of its executions; nothing that needs the server. */
export function createAdditionalData(
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

export function createHooks(mode: IRun['mode'], executionId: string, workflow: Workflow) {
	const { id, name, nodes, connectionsBySourceNode: connections } = workflow;
	const data = { id, name, nodes: Object.values(nodes), connections };
	return new ExecutionLifecycleHooks(mode, executionId, Object(data));
}
