import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import type { EndpointName } from '../settings';
import { isRecord } from '../values';

/** One endpoint as the contract has it. */
export interface Operation {
	endpoint: EndpointName;
	/** Path template with `{parameters}`. */
	path: string;
	/** Messages of the fail envelope by name, with `{placeholders}`. */
	failures: ReadonlyMap<string, string>;
}

export interface ContractDocument {
	/** The whole OpenAPI document. */
	raw: Record<string, unknown>;
	operations: readonly Operation[];
	/** The message of a refused key. */
	refusedKey: string;
}

const endpointByOperationId = new Map<unknown, EndpointName>([
	['sendEvents', 'events'],
	['getModelPrediction', 'predict'],
	['getExperimentPrediction', 'experiment'],
	['uploadProductsFile', 'catalog'],
]);

export const contractPath = join(__dirname, '..', '..', 'openapi', 'kainic.yaml');

/**
 * Reads the contract.
 * @throws an Error that names what is missing in the document
 */
export function readContractDocument(path: string = contractPath): ContractDocument {
	const raw: unknown = parse(readFileSync(path, 'utf8'));
	if (!isRecord(raw)) throw new Error(`${path} is not an OpenAPI document`);
	const keyScheme = child(child(child(raw, 'components'), 'securitySchemes'), 'apiKey');
	const refusedKey = failuresOf(keyScheme).get('unauthorized');
	if (refusedKey === undefined) throw new Error('The contract has no message for a refused key');
	const operations = Object.entries(child(raw, 'paths')).map(([path, item]) =>
		readOperation(path, item),
	);
	return { raw, operations, refusedKey };
}

function readOperation(path: string, item: unknown): Operation {
	const operation = isRecord(item) ? child(item, 'post') : {};
	const endpoint = endpointByOperationId.get(operation['operationId']);
	if (endpoint === undefined) throw new Error(`The contract's ${path} has an unknown operationId`);
	return { endpoint, path, failures: failuresOf(operation) };
}

function failuresOf(holder: Record<string, unknown>): Map<string, string> {
	const listed = holder['x-kainic-failures'];
	const messages = new Map<string, string>();
	for (const failure of Array.isArray(listed) ? listed : []) {
		if (!isRecord(failure)) continue;
		const { name, message } = failure;
		if (typeof name === 'string' && typeof message === 'string') messages.set(name, message);
	}
	return messages;
}

function child(holder: Record<string, unknown>, key: string): Record<string, unknown> {
	const value = holder[key];
	if (!isRecord(value)) throw new Error(`The contract has no ${key}`);
	return value;
}
