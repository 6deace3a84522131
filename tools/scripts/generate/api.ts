import { parse } from 'yaml';
import { isFailureCode } from '../../../nodes/shared/failure-codes';
import { broken, read, withBlock } from './table';

const contract: unknown = parse(read('openapi/kainic.yaml'));

const operations = keysOf(contract, 'paths').map((template) => ({
	template,
	id: textIn(contract, 'paths', template, 'post', 'operationId'),
	messages: messagesOf(valueIn(contract, 'paths', template, 'post', 'x-kainic-failures')),
}));

/** Each documented message once, with the code of its failure. */
const messages = new Map(operations.flatMap((operation) => operation.messages));

/** Documented messages with their codes; a failure has the name of its code unless it gives the code. */
function messagesOf(failures: unknown): ReadonlyArray<readonly [message: string, code: string]> {
	const listed: readonly unknown[] = Array.isArray(failures) ? failures : [];
	return listed
		.filter((failure) => valueIn(failure, 'source') === 'documented')
		.map((failure) => {
			const message = textIn(failure, 'message');
			const code = valueIn(failure, 'code') ?? valueIn(failure, 'name');
			if (isFailureCode(code)) return [message, code];
			throw new Error(
				`"${message}" has the code ${String(code)}: add it to nodes/shared/failure-codes.ts.`,
			);
		});
}

function valueIn(value: unknown, ...keys: readonly string[]): unknown {
	return keys.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), value);
}

function textIn(value: unknown, ...keys: readonly string[]): string {
	return String(valueIn(value, ...keys));
}

function keysOf(value: unknown, ...keys: readonly string[]): string[] {
	const found = valueIn(value, ...keys);
	return typeof found === 'object' && found !== null ? Object.keys(found) : [];
}

const source = 'nodes/shared/kainic/api.ts';

/** All names of the API, as Prettier formats them, in the file that has them. */
export function generatedApi(): ReadonlyMap<string, string> {
	const block = `\n\n${names()}\n\n`;
	return new Map([[source, withBlock(read(source), 'contract', block, ['/* ', ' */'])]]);
}

function names(): string {
	return [
		"/** Kainic's names of parameters and fields. */",
		'export const field = {',
		...Array.from(fieldNames(), (name) => `\t${camelCase(name)}: '${name}',`),
		'} as const;\n',
		'/** Paths below the base URL. */',
		'export const endpoint = {',
		...operations.map(({ id, template }) => endpointLine(id, template)),
		'} as const;\n',
		'/** The documented failure messages, word for word. The parts in braces vary. */',
		'export const documentedMessages = {',
		...Array.from(messages, ([message, code]) => broken(`'${message}':`, `'${code}',`)),
		'} as const satisfies Readonly<Record<string, FailureCode>>;',
	].join('\n');
}

function fieldNames(): ReadonlySet<string> {
	const schemas = keysOf(contract, 'components', 'schemas').filter(
		(name) => !name.endsWith('Envelope'),
	);
	return new Set([
		textIn(contract, 'components', 'securitySchemes', 'apiKey', 'name'),
		...operations.flatMap(({ template }) => parametersOf(template)),
		...schemas.flatMap((name) => keysOf(contract, 'components', 'schemas', name, 'properties')),
	]);
}

function parametersOf(template: string): string[] {
	return Array.from(template.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
}

function endpointLine(id: string, template: string): string {
	const parameters = parametersOf(template).map(camelCase);
	if (parameters.length === 0) return `\t${id}: () => '${template}',`;
	const text = template.replace(
		/\{(\w+)\}/g,
		(_, name: string) => `\${encodeURIComponent(${camelCase(name)})}`,
	);
	const list = parameters.map((name) => `${name}: string`).join(', ');
	return broken(`${id}: (${list}) =>`, `\`${text}\`,`);
}

function camelCase(name: string): string {
	return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
