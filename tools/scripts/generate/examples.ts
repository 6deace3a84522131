import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { objectOf, textOf, type JsonObject } from '../../n8n/json';
import { repositoryRoot } from '../../n8n/recipe';
import { parseWorkflow, type WorkflowFile } from '../../n8n/workflows';
import { pageUrl } from './identity';

const folder = path.join(repositoryRoot, 'examples');

/** The order workflows have these nodes in common. The ones of the first workflow are copied into the others. */
const orderWorkflows = ['woocommerce-orders', 'shopify-orders', 'order-events-webhook'] as const;
const orderNodes = [
	...['Create Table', 'Read Progress', 'Check Lock', 'Read Written Events', 'Lock Shop'],
	...['Write Events', 'Read Open Events', 'Send Events', 'Save Outcomes', 'Delete Old Events'],
];

/** The parameter that a file of a node is for. */
const templates: Readonly<Record<string, { readonly ending: string; readonly field: string }>> = {
	'n8n-nodes-base.respondToWebhook': { ending: 'html', field: 'responseBody' },
	'n8n-nodes-base.emailSend': { ending: 'html', field: 'html' },
	'n8n-nodes-base.httpRequest': { ending: 'txt', field: 'jsonBody' },
};

const fileOf = (node: JsonObject) => textOf(node, 'name').toLowerCase().replaceAll(' ', '-');

/**
 * The example workflows by path, with the nodes that workflows have in common, the source of each Code
 * node in its place, and links to the documents as package.json has the repository. The source of the
 * node "Check Order" of a workflow is `examples/src/<workflow>/check-order.js`, or the file of this name
 * in `examples/src/shared`. The HTML of the node "Send Page" is in `send-page.html`, if there is such a
 * file. Throws if the source of a Code node is missing.
 */
export function generatedExamples(): ReadonlyMap<string, WorkflowFile> {
	const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
	return new Map(
		files.map((file) => {
			const name = file.replace('.json', '');
			const workflow = read(name);
			const nodes = withOrderNodes(workflow.nodes, name).map((node) => withSource(node, name));
			return [`examples/${file}`, { ...workflow, nodes }];
		}),
	);
}

function read(workflow: string): WorkflowFile {
	return parseWorkflow(linked(readFrom(`${workflow}.json`)));
}

function linked(text: string): string {
	return text.replace(
		/https:(?:\/[^\s/]*){4}\/blob\/main\/(docs\/[\w./-]*\w)/g,
		(_, page: string) => pageUrl(page),
	);
}

function withOrderNodes(nodes: readonly JsonObject[], workflow: string): readonly JsonObject[] {
	const [first, ...others] = orderWorkflows;
	if (!others.some((name) => name === workflow)) return nodes;
	const sources = read(first).nodes.filter((node) => orderNodes.includes(textOf(node, 'name')));
	return nodes.map((node) => {
		const source = sources.find(({ name }) => name === node['name']);
		return { ...(source ?? node), position: node['position'], id: node['id'] };
	});
}

function withSource(node: JsonObject, workflow: string): JsonObject {
	const parameters = objectOf(node['parameters'], workflow);
	const { ending, field = '' } = templates[String(node['type'])] ?? {};
	const template = path.join(folder, 'src', workflow, `${fileOf(node)}.${ending}`);
	if (existsSync(template)) {
		const text = linked(readFileSync(template, 'utf8')).trimEnd();
		return { ...node, parameters: { ...parameters, [field]: text } };
	}
	if (node['type'] !== 'n8n-nodes-base.code') return node;
	const file = `${fileOf(node)}.js`;
	const own = `${workflow}/${file}`;
	const jsCode = sourceOf(
		existsSync(path.join(folder, 'src', own)) ? own : `shared/${file}`,
	).trimEnd();
	return { ...node, parameters: { ...parameters, jsCode } };
}

/** The file in `examples/src/shared` that declares a function, by the name of the function. */
const sharedFunctions = new Map(
	readdirSync(path.join(folder, 'src/shared')).flatMap((file) =>
		functionsIn(readFrom(`src/shared/${file}`)).map((name) => [name, `shared/${file}`]),
	),
);

/** Appends the shared files whose functions a source and these files call, each once. */
function sourceOf(file: string): string {
	const files = new Set([file]);
	// A set also hands out what is added meanwhile.
	const sources: string[] = [];
	for (const each of files) {
		const source = readFrom(`src/${each}`);
		const own = functionsIn(source);
		for (const [name = ''] of source.matchAll(/\b\w+(?=\()/g)) {
			const shared = sharedFunctions.get(name);
			if (shared !== undefined && !own.includes(name)) files.add(shared);
		}
		sources.push(source);
	}
	return sources.join('\n');
}

function functionsIn(source: string): readonly string[] {
	return [...source.matchAll(/^function (\w+)/gm)].map(([, name = '']) => name);
}

function readFrom(file: string): string {
	return readFileSync(path.join(folder, file), 'utf8');
}
