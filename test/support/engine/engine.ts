import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import { captureLogs } from './logs';

/** Where n8n keeps files while a workflow runs: in memory only in n8n 2, and only if somebody sets it. */
export type BinaryMode = 'memory' | 'filesystem';

let initializedFor: BinaryMode | undefined;

/** Makes the engine of this process ready; cheap when called again for the same binary mode. */
export async function prepareEngine(binaryMode: BinaryMode): Promise<void> {
	if (initializedFor === binaryMode) return;
	if (initializedFor === undefined) captureLogs();
	Container.get(BinaryDataConfig).mode = binaryMode === 'memory' ? 'default' : binaryMode;
	await Container.get(BinaryDataService).init();
	initializedFor = binaryMode;
}
