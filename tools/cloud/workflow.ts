import { name } from '../../package.json';
import { isObject, type JsonObject } from '../n8n/json';
import { packageNodes, type PackageNode } from '../n8n/package-nodes';
import type { WorkflowFile } from '../n8n/workflows';
import { resources, valueOf } from './nodes/Kainic/Kainic.node';

/** The parameters by which the node Kainic does what one of the four nodes does. */
export function choicesFor({ title, description }: PackageNode) {
	const found = resources.find(({ panel }) => panel === description.properties);
	if (found === undefined) throw new Error(`The node Kainic has no resource for ${title}.`);
	return { resource: valueOf(found.name), operation: valueOf(found.verb) };
}

/** A workflow with the node Kainic instead of each of the four nodes. */
export function toCloud(workflow: WorkflowFile): WorkflowFile {
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
	return { ...node, type: `${name}-cloud.kainic${tool}`, parameters };
}

/** What an AI model reads about the tool: n8n would take the name of the operation. */
function toolText({ description: { usableAsTool } }: PackageNode): JsonObject {
	const text = usableAsTool !== true && usableAsTool?.replacements?.description;
	return { descriptionType: 'manual', toolDescription: text };
}
