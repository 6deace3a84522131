import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService, WorkflowExecute } from 'n8n-core';
import type { INode, IRun, IWorkflowExecuteAdditionalData, Workflow } from 'n8n-workflow';
import { databaseFiles } from './database-files';
import { captureLogs } from './logs';

/** Where n8n keeps files while a workflow runs: in memory only in n8n 2, and only if somebody sets it. */
export type BinaryMode = 'memory' | 'filesystem' | 'database';

type Run = ReturnType<WorkflowExecute['run']>;

const files = databaseFiles();

let initializedFor: BinaryMode | undefined;

/** Makes the engine of this process ready; cheap when called again for the same binary mode. */
export async function prepareEngine(binaryMode: BinaryMode): Promise<void> {
	if (initializedFor === binaryMode) return;
	if (initializedFor === undefined) captureLogs();
	Container.get(BinaryDataConfig).mode = binaryMode === 'memory' ? 'default' : binaryMode;
	const service = Container.get(BinaryDataService);
	await service.init();
	service.setManager('database', files);
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
	return engine.run({ workflow, startNode });
}
