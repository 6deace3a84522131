import { NodeConnectionTypes, type INodeType, type INodeTypes } from 'n8n-workflow';
import { packageNodes } from '../../../tools/n8n/package-nodes';

/** The node types of this package, and others under names of their own. */
export function nodeTypesWith(own: Readonly<Record<string, INodeType>>): INodeTypes {
	const getByNameAndVersion = (name: string): INodeType => own[name] ?? packageNode(name);
	return {
		getByName: getByNameAndVersion,
		getByNameAndVersion,
		getKnownTypes: () => ({}),
	};
}

/** @param name `n8n-nodes-kainic.kainicEvent` */
export function packageNode(name: string): INodeType {
	const found = packageNodes.find(({ type }) => `n8n-nodes-kainic.${type}` === name);
	if (found === undefined) throw new Error(`Unrecognized node type: ${name}`);
	return found.node;
}

/**
 * The variant of a node that an AI agent calls, as n8n makes it for an execution. The
 * `usableAsTool.replacements` are not part of it: n8n shows them in the editor only.
 */
export function asTool(base: INodeType): INodeType {
	const { usableAsTool, ...description } = base.description;
	if (!usableAsTool) throw new Error(`${description.name} cannot be used as a tool`);
	const toolDescription = {
		...{ displayName: 'Description', name: 'toolDescription', type: 'string' as const },
		default: description.description,
	};
	return Object.create(base, {
		description: {
			value: {
				...description,
				name: `${description.name}Tool`,
				displayName: `${description.displayName} Tool`,
				inputs: [],
				outputs: [NodeConnectionTypes.AiTool],
				properties: [toolDescription, ...description.properties],
			},
		},
	});
}
