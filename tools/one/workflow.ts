import { name } from '../../package.json';
import { isObject, type JsonObject } from '../n8n/json';
import { packageNodes, type PackageNode } from '../n8n/package-nodes';
import type { WorkflowFile } from '../n8n/workflows';
import { resources, valueOf } from './nodes/Kainic/Kainic.node';

function found({ title, description }: PackageNode) {
	const resource = resources.find(({ panel }) => panel === description.properties);
	if (resource === undefined) throw new Error(`The node Kainic has no resource for ${title}.`);
	return resource;
}

/** The resource of the node Kainic that does what one of the four nodes does: `Event` */
export const resourceOf = (node: PackageNode): string => found(node).name;

/** The parameters by which the node Kainic does what one of the four nodes does. */
export function choicesFor(node: PackageNode) {
	const resource = found(node);
	return { resource: valueOf(resource.name), operation: valueOf(resource.verb) };
}

/** A workflow with the node Kainic instead of each of the four nodes. */
export function toOne(workflow: WorkflowFile): WorkflowFile {
	return { ...workflow, nodes: workflow.nodes.map(converted) };
}

function converted(node: JsonObject): JsonObject {
	const [, type = '', tool = ''] =
		/^n8n-nodes-kainic\.(\w+?)(Tool)?$/.exec(String(node['type'])) ?? [];
	const replaced = packageNodes.find((each) => each.type === type);
	if (replaced === undefined) return node;
	const parameters = {
		...choicesFor(replaced),
		...(tool !== '' && toolText(replaced)),
		...(isObject(node['parameters']) && node['parameters']),
	};
	return { ...node, type: `${name}-one.kainic${tool}`, parameters };
}

/** What an AI model reads about the tool: n8n would take the name of the operation. */
function toolText({ description: { usableAsTool } }: PackageNode): JsonObject {
	const text = usableAsTool !== true && usableAsTool?.replacements?.description;
	return { descriptionType: 'manual', toolDescription: text };
}
