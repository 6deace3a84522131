import { Container } from '@n8n/di';
import { version } from 'n8n-core/package.json';
import { BinaryDataConfig, BinaryDataService, WorkflowExecute } from 'n8n-core';
import { SSHClientsManager } from 'n8n-core/dist/execution-engine/ssh-clients-manager';
import type { INode, IRun, IWorkflowExecuteAdditionalData, Workflow } from 'n8n-workflow';
import { captureLogs } from './logs';

/** The major version of n8n that this test run uses. */
export const n8nMajor = Number(version.split('.')[0]);

/** Where n8n keeps binary data while a workflow runs. */
export type BinaryMode = 'memory' | 'filesystem';

type Run = ReturnType<WorkflowExecute['run']>;

let initializedFor: BinaryMode | undefined;

/** Makes the engine of this process ready; cheap when called again for the same binary mode. */
export async function prepareEngine(binaryMode: BinaryMode): Promise<void> {
	if (initializedFor === binaryMode) return;
	if (initializedFor === undefined) {
		captureLogs();
		// n8n 1 starts a timer with every context that would keep the process from ending.
		Container.get(SSHClientsManager).onShutdown();
	}
	Container.get(BinaryDataConfig).mode = binaryMode === 'memory' ? 'default' : 'filesystem';
	await Container.get(BinaryDataService).init();
	initializedFor = binaryMode;
}

/**
 * Starts a workflow in n8n's engine; the run can be cancelled by its `cancel()` and then still ends
 * with the data it has.
 */
export function startEngine(
	workflow: Workflow,
	startNode: INode,
	additionalData: IWorkflowExecuteAdditionalData,
	mode: IRun['mode'],
): Run {
	const engine = new WorkflowExecute(additionalData, mode);
	// n8n 1 takes them by position.
	const given = n8nMajor === 1 ? [workflow, startNode] : [{ workflow, startNode }];
	return Reflect.apply(engine.run, engine, given);
}
