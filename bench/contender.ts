import { randomUUID } from 'node:crypto';
import type { WorkflowFile } from '../harness/workflows';
import { type WorkflowNode, chain, node, webhook } from '../harness/workflow-parts';
import type { Heap } from './nodes/heap';
import { benchNode } from './node-package';

/** One way to do a work. */
export interface Contender {
	readonly name: string;
	/** What the items are made of. */
	readonly input: Input;
	/** The nodes that do it, one after the other. */
	nodes(sinkUrl: string): WorkflowNode[];
	/** How many requests so many items make. */
	requests(items: number): number;
}

export type Input =
	| { readonly kind: 'events' | 'visitors' }
	| { readonly kind: 'bodies'; readonly size: number }
	| { readonly kind: 'file' };

/** What one run is told. */
export interface RunInput {
	count: number;
	/** Path of the file that is uploaded; empty where none is. */
	file: string;
	heap: Heap;
	/** Path of the CPU profile to write; empty for none. */
	profileFile: string;
}

/** A production webhook that makes the items, has the contender work, and answers what was measured. */
export function benchWorkflow(contender: Contender, sinkUrl: string): [string, WorkflowFile] {
	const path = randomUUID();
	const { input } = contender;
	const items = node('Items', benchNode('benchItems'), 1, {
		kind: input.kind,
		size: input.kind === 'bodies' ? input.size : 1,
		count: '={{ $json.body.count }}',
		file: '={{ $json.body.file }}',
		heap: '={{ $json.body.heap }}',
		profileFile: '={{ $json.body.profileFile }}',
	});
	const mark = node('Mark', benchNode('benchMark'), 1, {});
	const nodes = [webhook(path, 'firstItem'), items, ...contender.nodes(sinkUrl), mark];
	const workflow = chain(`Bench ${contender.name} ${path}`, nodes);
	const settings = {
		executionOrder: 'v1',
		saveDataSuccessExecution: 'none',
		saveDataErrorExecution: 'all',
		saveExecutionProgress: false,
	};
	return [path, { ...workflow, settings }];
}
