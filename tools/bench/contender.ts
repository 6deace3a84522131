import { randomUUID } from 'node:crypto';
import type { WorkflowFile } from '../n8n/workflows';
import { type WorkflowNode, chain, node, webhook } from '../n8n/workflow-parts';
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
	| { readonly kind: 'events' | 'visitors' | 'file' }
	| { readonly kind: 'bodies'; readonly size: number };

/** What one run is told. */
export interface RunInput {
	readonly count: number;
	/** Path of the file that is uploaded; empty if none is. */
	readonly file: string;
	/** Collects garbage before the run, for memory. V8 forgets optimised code with it. */
	readonly collect: boolean;
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
		collect: '={{ $json.body.collect }}',
	});
	const mark = node('Mark', benchNode('benchMark'), 1, {});
	const nodes = [webhook(path, 'firstItem'), items, ...contender.nodes(sinkUrl), mark];
	const settings = {
		executionOrder: 'v1',
		saveDataSuccessExecution: 'none',
		saveDataErrorExecution: 'all',
		saveExecutionProgress: false,
	};
	return [path, { ...chain(`Bench ${contender.name} ${path}`, nodes), settings }];
}
