import {
	NodeConnectionTypes,
	type IDataObject,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';
import { loadPackageNode } from './package-nodes';

/** The node types that one workflow uses. */
export class WorkflowNodeTypes implements INodeTypes {
	private constructor(private readonly types: ReadonlyMap<string, INodeType>) {}

	/**
	 * @param names the type names that occur in the workflow
	 * @param own the types that do not come from this package
	 */
	static async load(names: string[], own: Record<string, INodeType>): Promise<WorkflowNodeTypes> {
		const types = new Map<string, INodeType>();
		for (const name of names) types.set(name, own[name] ?? (await fromPackage(name)));
		return new WorkflowNodeTypes(types);
	}

	getByName(name: string): INodeType {
		return this.getByNameAndVersion(name);
	}

	getByNameAndVersion(name: string): INodeType {
		const type = this.types.get(name);
		if (type === undefined) throw new Error(`Unrecognized node type: ${name}`);
		return type;
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}

async function fromPackage(name: string): Promise<INodeType> {
	const listed = await loadPackageNode(name);
	if (listed !== undefined) return listed;
	const base = name.endsWith('Tool') ? await loadPackageNode(name.slice(0, -4)) : undefined;
	if (base === undefined) throw new Error(`Unrecognized node type: ${name}`);
	return asTool(base);
}

/**
 * The variant of a node that an AI agent calls, as n8n makes it for an execution. The
 * `usableAsTool.replacements` are not part of it: n8n shows them in the editor only.
 */
export function asTool(base: INodeType): INodeType {
	const { usableAsTool, ...description } = base.description;
	if (!usableAsTool) throw new Error(`${description.name} cannot be used as a tool`);
	const toolDescription: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
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
