import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import { parse } from 'yaml';

import type { EndpointName } from './settings';
import { isRecord } from './values';

/** What is wrong with a value, in the vocabulary of Kainic's own messages. */
export type Violation =
	| { type: 'missing'; field: string }
	| { type: 'wrong_type'; field: string; expected: string }
	| { type: 'other'; field: string; reason: string };

export type Check = (value: unknown) => Violation | undefined;

type ByEndpoint<Value> = Readonly<Record<EndpointName, Value>>;

/** openapi/kainic.yaml: its messages, and its schemas as checks. */
export interface Contract {
	/** Path templates with `{parameters}`. */
	paths: ByEndpoint<string>;
	/** The message of a refused key. */
	refusedKey: string;
	/** Checks one event of a batch. */
	checkEvent: Check;
	/** Checks the whole JSON body, or the form's fields of an upload as an object. */
	checkRequest: ByEndpoint<Check>;
	/** Checks the JSON of an answer under status 200. */
	checkAnswer: ByEndpoint<Check>;
	/**
	 * @param name the failure's name in `x-kainic-failures`
	 * @param values what stands in the message's `{placeholders}`
	 * @throws an Error if the contract has no such message
	 */
	failure(endpoint: EndpointName, name: string, values?: Record<string, string>): string;
}

const file = join(__dirname, '..', 'openapi', 'kainic.yaml');

const operationIds: ByEndpoint<string> = {
	events: 'sendEvents',
	predict: 'getModelPrediction',
	experiment: 'getExperimentPrediction',
	catalog: 'uploadProductsFile',
};

const requestSchemas: ByEndpoint<string> = {
	events:
		'paths/~1collector~1collect~1custom~1%7Bkainic_pid%7D~1%7Bkainic_tid%7D/post/requestBody/content/application~1json/schema',
	predict: 'components/schemas/ModelPredictionRequest',
	experiment: 'components/schemas/ExperimentPredictionRequest',
	catalog: 'components/schemas/ProductsUpload',
};

const answerSchemas: ByEndpoint<string> = {
	events: 'components/responses/Collected/content/application~1json/schema',
	predict: 'components/responses/ModelPrediction/content/application~1json/schema',
	experiment: 'components/responses/ExperimentPrediction/content/application~1json/schema',
	catalog: 'components/responses/Uploaded/content/application~1json/schema',
};

/**
 * Reads the contract and compiles its schemas, once for every later check.
 * @throws an Error that names what is missing in the document
 */
export function loadContract(): Contract {
	const document = objectOf(parse(readFileSync(file, 'utf8')), file);
	const check = compiler(document);
	const operations = forAll((endpoint) => operationOf(document, operationIds[endpoint]));
	const keyScheme = at(document, 'components', 'securitySchemes', 'apiKey');
	return {
		paths: forAll((endpoint) => operations[endpoint].path),
		refusedKey: failureOf(keyScheme, 'unauthorized'),
		checkEvent: check('components/schemas/Event'),
		checkRequest: forAll((endpoint) => check(requestSchemas[endpoint])),
		checkAnswer: forAll((endpoint) => check(answerSchemas[endpoint])),
		failure: (endpoint, name, values = {}) =>
			failureOf(operations[endpoint].operation, name).replace(
				/\{(\w+)\}/g,
				(placeholder, key: string) => values[key] ?? placeholder,
			),
	};
}

function forAll<Value>(make: (endpoint: EndpointName) => Value): Record<EndpointName, Value> {
	return {
		events: make('events'),
		predict: make('predict'),
		experiment: make('experiment'),
		catalog: make('catalog'),
	};
}

function operationOf(document: Record<string, unknown>, id: string) {
	for (const path of Object.keys(at(document, 'paths'))) {
		const operation = at(document, 'paths', path, 'post');
		if (operation['operationId'] === id) return { path, operation };
	}
	throw new Error(`The contract has no operation ${id}`);
}

function failureOf(holder: Record<string, unknown>, name: string): string {
	const listed = holder['x-kainic-failures'];
	for (const failure of Array.isArray(listed) ? listed : []) {
		if (!isRecord(failure) || failure['name'] !== name) continue;
		if (typeof failure['message'] === 'string') return failure['message'];
	}
	throw new Error(`The contract has no failure ${name}`);
}

function at(holder: Record<string, unknown>, ...keys: string[]): Record<string, unknown> {
	return keys.reduce((value, key) => objectOf(value[key], key), holder);
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
	if (isRecord(value)) return value;
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
	return { type: 'other', field, reason: error?.message ?? 'not valid' };
}
