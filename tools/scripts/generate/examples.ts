import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { objectOf, textOf, type JsonObject } from '../../n8n/json';
import { repositoryRoot } from '../../n8n/recipe';
import { SetupError } from '../../n8n/setup-error';
import { parseWorkflow, type WorkflowFile } from '../../n8n/workflows';
import { pageUrl } from './identity';

const folder = 'examples/src';

/**
 * The example workflows by path, each made of `examples/src/<name>/workflow.json`. All paths in the
 * sources are relative to the file that has them. Throws if a file that a source names is missing.
 */
export function generatedExamples(): ReadonlyMap<string, WorkflowFile> {
	const names = readdirSync(path.join(repositoryRoot, folder));
	const sources = names.map((name) => [name, `${folder}/${name}/workflow.json`] as const);
	return new Map(
		sources
			.filter(([, source]) => existsSync(path.join(repositoryRoot, source)))
			.map(([name, source]) => [`examples/${name}.json`, workflowFrom(source)]),
	);
}

function workflowFrom(source: string): WorkflowFile {
	const workflow = parseWorkflow(read(source));
	return { ...workflow, nodes: workflow.nodes.map((node) => nodeOf(node, source)) };
}

/** `{ "include": "../shared/a-node.json", "position": …, "id": … }` is the node in this file. Its other keys are added. */
function nodeOf(node: JsonObject, source: string): JsonObject {
	if (node['include'] === undefined) return withTexts(node, source);
	const file = besides(source, textOf(node, 'include'));
	const { include: _file, position, id, ...own } = node;
	const included = withTexts(objectOf(JSON.parse(read(file)), file), file);
	const { parameters, type, typeVersion, ...others } = included;
	return { parameters, type, typeVersion, position, ...others, ...own, id };
}

/**
 * The value of a parameter that is `@check-order.js` is the text in this file. In an expression, it is
 * what the script returns.
 */
function withTexts(node: JsonObject, source: string): JsonObject {
	const parameters: unknown = JSON.parse(
		JSON.stringify(node['parameters']),
		(_, value: unknown) => {
			if (typeof value !== 'string' || !/^[@=]/.test(value)) return value;
			if (value.startsWith('@')) return textFrom(besides(source, value.slice(1)));
			return value.replace(/@(\.\.?\/[\w./-]+\.js)/g, (_, file: string) => {
				return `(() => {\n${textFrom(besides(source, file))}\n})()`;
			});
		},
	);
	return { ...node, parameters };
}

function textFrom(file: string): string {
	return (file.endsWith('.js') ? scriptFrom(file) : linked(file)).trimEnd();
}

/** The text of a file, in which links to the documents are addresses as package.json has the repository. */
function linked(file: string): string {
	return read(file).replace(/(?:\.\.\/)+docs\/[\w./-]*\w/g, (link) => pageUrl(besides(file, link)));
}

/** A script, then the files that it and these files include: `// include ../shared/run.js`. */
function scriptFrom(file: string): string {
	const files = new Set([file]);
	const sources: string[] = [];
	// A set also hands out what is added meanwhile.
	for (const each of files) {
		const source = read(each).replace(/^\/\/ include (\S+)\n/gm, (_, included: string) => {
			files.add(besides(each, included));
			return '';
		});
		sources.push(source);
	}
	return sources.join('\n');
}

const besides = (file: string, relative: string) => path.join(path.dirname(file), relative);

function read(file: string): string {
	const target = path.join(repositoryRoot, file);
	if (existsSync(target)) return readFileSync(target, 'utf8');
	throw new SetupError(`A workflow includes ${file}, which is missing.`);
}
