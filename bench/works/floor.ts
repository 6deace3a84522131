import { type WorkflowNode, node, projectCredential } from '../../harness/workflow-parts';
import { benchNode } from '../node-package';

/** The least that a node can do, as a node: see BenchFloor.node.ts for its parameters. */
export function floorNode(parameters: WorkflowNode['parameters']): WorkflowNode {
	return {
		...node('Floor', benchNode('benchFloor'), 1, parameters),
		credentials: projectCredential,
	};
}
