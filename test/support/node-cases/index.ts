import type { INodeProperties } from 'n8n-workflow';
import { packageNodes, type PackageNode } from '../../../tools/n8n/package-nodes';
import type { NodeCase } from './node-case';

export type { NodeCase, Taken } from './node-case';

/** A case with the node that it belongs to. */
export type NamedCase = NodeCase & PackageNode;

/** A case for each node that package.json lists; a node without one fails every suite. */
export const nodeCases: readonly NamedCase[] = packageNodes.map((node) => {
	const { nodeCase }: { readonly nodeCase: NodeCase } = module.require(`./${node.className}`);
	return { ...nodeCase, ...node };
});

/** For `describe.each`: the title of each node, with its case. */
export const titledCases = nodeCases.map((node) => [node.title, node] as const);

/** The case of one node. @param type `kainicEvent` */
export function caseOf(type: string): NamedCase {
	const found = nodeCases.find((node) => node.type === type);
	if (found === undefined) throw new Error(`package.json lists no node ${type}`);
	return found;
}

/** Whether a parameter, as the panel says, comes from the Kainic Console: a tracker, a model, an experiment, a store. */
const isConsoleId = ({ description = '', required }: INodeProperties) =>
	required === true && description.includes('Kainic Console');

export const idsOf = ({ description }: NamedCase) => description.properties.filter(isConsoleId);
