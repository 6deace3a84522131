import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import { parse } from 'yaml';

import { endpoint } from '../../nodes/shared/kainic/api';
import type { EndpointName } from './settings';
import { isObject } from '../n8n/json';

/** What is wrong with a value, in the vocabulary of Kainic's own messages. */
export type Violation =
	| { type: 'missing' | 'other'; field: string }
	| { type: 'wrong_type'; field: string; expected: string };

export type Check = (value: unknown) => Violation | undefined;

/** What the contract says of one endpoint. */
export interface Operation {
	readonly name: EndpointName;
	/** With `{parameters}`. */
	readonly path: string;
	/** Checks the whole JSON body, or the form's fields of an upload as an object. */
	readonly checkRequest: Check;
	/** Checks the JSON of an answer under status 200. */
	readonly checkAnswer: Check;
	/** The data of the example of an answer; undefined if there is none. */
	readonly example: unknown;
	/**
	 * @param failure the failure's name in `x-kainic-failures`
	 * @throws an Error if the contract has no such message
	 */
	messageOf(failure: string): string;
}

/** openapi/kainic.yaml: its messages, and its schemas as checks. */
export interface Contract {
	readonly operations: readonly Operation[];
	/** The message of a refused key. */
	readonly refusedKey: string;
	/** Checks one event of a batch. */
	readonly checkEvent: Check;
	of(endpoint: EndpointName): Operation;
}

const file = join(__dirname, '../..', 'openapi', 'kainic.yaml');

/**
 * Reads the contract and compiles its schemas, once for every later check.
 * @throws an Error that names what is missing in the document
 */
export function loadContract(): Contract {
	const document = objectOf(parse(readFileSync(file, 'utf8')), file);
	const check = compiler(document);
	const operations = Object.keys(at(document, 'paths')).map((path) =>
		readOperation(document, path, check),
	);
	return {
		operations,
		refusedKey: failureOf(at(document, 'components', 'securitySchemes', 'apiKey'), 'unauthorized'),
		checkEvent: check('components/schemas/Event'),
		of: (endpoint) => {
			const found = operations.find(({ name }) => name === endpoint);
			if (found === undefined) throw new Error(`The contract has no operation ${endpoint}`);
			return found;
		},
	};
}

function readOperation(
	document: Record<string, unknown>,
	path: string,
	check: (pointer: string) => Check,
): Operation {
	const operation = at(document, 'paths', path, 'post');
	const { operationId } = operation;
	if (!isEndpoint(operationId)) throw new Error(`Run npm run generate for ${String(operationId)}`);
	const [bodyType = ''] = Object.keys(at(operation, 'requestBody', 'content'));
	const body = `paths/${escaped(path)}/post/requestBody/content/${escaped(bodyType)}/schema`;
	const reference = at(operation, 'responses', '200')['$ref'];
	if (typeof reference !== 'string') throw new Error(`Response 200 of ${path} has to be a $ref`);
	const answer = reference.replace('#/', '');
	const content = at(document, ...answer.split('/'), 'content', 'application/json');
	return {
		name: operationId,
		path,
		checkRequest: check(body),
		checkAnswer: check(`${answer}/content/application~1json/schema`),
		example: isObject(content['example']) ? content['example']['data'] : undefined,
		messageOf: (failure) => failureOf(operation, failure),
	};
}

function isEndpoint(name: unknown): name is EndpointName {
	return typeof name === 'string' && Object.hasOwn(endpoint, name);
}

/** As a part of a JSON pointer in an address. */
function escaped(key: string): string {
	return encodeURI(key.replaceAll('/', '~1'));
}

function failureOf(holder: Record<string, unknown>, name: string): string {
	const listed = holder['x-kainic-failures'];
	for (const failure of Array.isArray(listed) ? listed : []) {
		if (!isObject(failure) || failure['name'] !== name) continue;
		if (typeof failure['message'] === 'string') return failure['message'];
	}
	throw new Error(`The contract has no failure ${name}`);
}

function at(holder: Record<string, unknown>, ...keys: string[]): Record<string, unknown> {
	return keys.reduce((value, key) => objectOf(value[key], key), holder);
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
	if (isObject(value)) return value;
	throw new Error(`The contract has no ${name}`);
}

function compiler(document: Record<string, unknown>): (pointer: string) => Check {
	// An OpenAPI document holds keywords that JSON Schema does not know.
	const ajv = new Ajv2020({ strict: false, validateFormats: false });
	ajv.addSchema(document, 'kainic.yaml');
	return (pointer) => {
		const validate = ajv.compile({ $ref: `kainic.yaml#/${pointer}` });
		return (value) => (validate(value) ? undefined : violationOf(validate.errors?.[0]));
	};
}

function violationOf(error: ErrorObject | undefined): Violation {
	const field = error?.instancePath.split('/').pop() ?? '';
	const { missingProperty, type, allowedValues } = error?.params ?? {};
	if (typeof missingProperty === 'string') return { type: 'missing', field: missingProperty };
	if (typeof type === 'string') return { type: 'wrong_type', field, expected: type };
	if (Array.isArray(allowedValues)) {
		return { type: 'wrong_type', field, expected: allowedValues.join(', ') };
	}
	return { type: 'other', field };
}
