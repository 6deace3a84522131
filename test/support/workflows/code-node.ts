import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { DateTime } from 'luxon';
import { parseWorkflow, type WorkflowFile } from '../../../tools/n8n/workflows';
import { arrayOf, objectOf, textOf, type JsonObject } from '../../../tools/n8n/json';

export const folder = path.resolve(__dirname, '../../../examples');

interface Item {
	readonly json: unknown;
	readonly pairedItem?: { readonly item: number };
}

interface Surroundings {
	readonly input?: readonly Item[];
	readonly nodes?: Readonly<Record<string, readonly Item[]>>;
	/** `test` for a run by the button of the editor. */
	readonly mode?: 'test' | 'production';
}

/** Each file is read once. */
const workflows = new Map<string, Pick<WorkflowFile, 'nodes'>>();

/** The parameters of a node of an example; none if there is no such node. */
export function parametersOf(file: string, name: string): JsonObject {
	const { nodes } =
		workflows.get(file) ?? parseWorkflow(readFileSync(path.join(folder, file), 'utf8'));
	workflows.set(file, { nodes });
	return objectOf(nodes.find((each) => each['name'] === name)?.['parameters'] ?? {}, name);
}

/** Runs the source of an example's Code node as n8n does, and returns the JSON of the items. */
export function codeNode(file: string, name: string): (around: Surroundings) => JsonObject[] {
	const run = codeNodeItems(file, name);
	return (around) => run(around).map(({ json }) => objectOf(json, 'its json'));
}

/** The same with the files of the items. */
export function codeNodeItems(file: string, name: string): (around: Surroundings) => JsonObject[] {
	const source = textOf(parametersOf(file, name), 'jsCode');
	const run = compileFunction(source, [...['$input', '$', '$execution', 'DateTime', '$workflow']]);
	return ({ input = [], nodes: others = {}, mode = 'production' }) => {
		const result: unknown = Reflect.apply(run, undefined, [
			access(input),
			(node: string) => ({ ...access(others[node]), params: parametersOf(file, node) }),
			{ id: '1', mode },
			DateTime,
			{ name: 'Workflow' },
		]);
		// What n8n hands on is JSON.
		const items: unknown = JSON.parse(JSON.stringify(result));
		return arrayOf(items, 'the output').map((item) => objectOf(item, 'an item'));
	};
}

function access(items: readonly Item[] | undefined) {
	return { isExecuted: items !== undefined, all: () => items ?? [], first: () => items?.[0] };
}

export function itemsOf(...values: readonly unknown[]): Item[] {
	return values.map((json) => ({ json }));
}

/** What the node Your Shop of the example passes on: a dot in a name makes an object. */
export function settingsOf(file: string): JsonObject {
	const node = parseWorkflow(readFileSync(path.join(folder, file), 'utf8')).nodes.find(
		(each) => each['name'] === 'Your Shop',
	);
	const { assignments } = objectOf(objectOf(node?.['parameters'], file)['assignments'], file);
	const rows = Object.values(Object(assignments)).map((row) => objectOf(row, 'a row'));
	const named = rows.map(({ name, value }) => [...String(name).split('.').reverse(), value]);
	const settings = named.filter(({ length }) => length === 2);
	const fields = named.filter(({ length }) => length === 3).map(([name, , value]) => [name, value]);
	return { ...Object.fromEntries(settings), fields: Object.fromEntries(fields) };
}

/** The products in the file that a node passes on. */
export function productsIn([item]: readonly JsonObject[]): JsonObject[] {
	if (item === undefined) return [];
	const { data } = objectOf(objectOf(item['binary'], 'files')['data'], 'a file');
	const products: unknown = JSON.parse(Buffer.from(String(data), 'base64').toString());
	return arrayOf(products, 'products').map((each) => objectOf(each, 'a product'));
}

const templateFields = ['responseBody', 'html', 'jsonBody'];

/** What a node makes of its template: the value of a single expression, or a text with all of them. */
export function renderedTemplate(
	file: string,
	name: string,
	values: Readonly<Record<string, unknown>>,
): unknown {
	const parameters = parametersOf(file, name);
	const field = templateFields.find((each) => parameters[each] !== undefined) ?? '';
	const text = textOf(parameters, field).replace(/^=/, '');
	const known = { $now: DateTime.now(), DateTime, ...values };
	const valueOf = (expression: string): unknown =>
		Reflect.apply(
			compileFunction(`return (${expression})`, Object.keys(known)),
			undefined,
			Object.values(known),
		);
	const parts = /\{\{([\s\S]*?)\}\}/g;
	const [first] = text.match(parts) ?? [];
	if (first === text) return valueOf(text.slice(2, -2));
	return text.replace(parts, (_, expression: string) => String(valueOf(expression)));
}
