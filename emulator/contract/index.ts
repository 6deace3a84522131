import Ajv2020, { type AnySchemaObject, type ErrorObject } from 'ajv/dist/2020';

import type { EndpointName } from '../settings';
import { readContractDocument, type ContractDocument, type Operation } from './document';

export type { Operation } from './document';

/** What is wrong with a value, in the vocabulary of Kainic's own messages. */
export type Violation =
	| { type: 'missing'; field: string }
	| { type: 'wrong_type'; field: string; expected: string }
	| { type: 'other'; field: string; reason: string };

export type Check = (value: unknown) => Violation | undefined;

export interface Contract {
	operations: readonly Operation[];
	refusedKey: string;
	/** Checks one event of a batch. */
	checkEvent: Check;
	/** Checks the whole JSON body, or the form's fields of an upload as an object. */
	checkRequest: Readonly<Record<EndpointName, Check>>;
	/** Checks the JSON of an answer under status 200. */
	checkAnswer: Readonly<Record<EndpointName, Check>>;
	/**
	 * @param name the failure's name in `x-kainic-failures`
	 * @param values what stands in the message's `{placeholders}`
	 * @throws an Error if the contract has no such message
	 */
	failure(endpoint: EndpointName, name: string, values?: Record<string, string>): string;
}

const documentId = 'kainic.yaml';

const requestSchemas: Readonly<Record<EndpointName, string>> = {
	events:
		'paths/~1collector~1collect~1custom~1%7Bkainic_pid%7D~1%7Bkainic_tid%7D/post/requestBody/content/application~1json/schema',
	predict: 'components/schemas/ModelPredictionRequest',
	experiment: 'components/schemas/ExperimentPredictionRequest',
	catalog: 'components/schemas/ProductsUpload',
};

const answerSchemas: Readonly<Record<EndpointName, string>> = {
	events: 'components/responses/Collected/content/application~1json/schema',
	predict: 'components/responses/ModelPrediction/content/application~1json/schema',
	experiment: 'components/responses/ExperimentPrediction/content/application~1json/schema',
	catalog: 'components/responses/Uploaded/content/application~1json/schema',
};

/** Reads openapi/kainic.yaml and compiles its schemas, once for every later check. */
export function loadContract(): Contract {
	const document = readContractDocument();
	const checkAt = compiler(document.raw);
	return {
		operations: document.operations,
		refusedKey: document.refusedKey,
		checkEvent: checkAt('components/schemas/Event'),
		checkRequest: compileAll(requestSchemas, checkAt),
		checkAnswer: compileAll(answerSchemas, checkAt),
		failure: (endpoint, name, values) => failureMessage(document, endpoint, name, values),
	};
}

function compiler(document: AnySchemaObject): (pointer: string) => Check {
	// An OpenAPI document holds keywords that JSON Schema does not know.
	const ajv = new Ajv2020({ strict: false, validateFormats: false });
	ajv.addSchema(document, documentId);
	return (pointer) => {
		const validate = ajv.compile({ $ref: `${documentId}#/${pointer}` });
		return (value) => (validate(value) ? undefined : violationOf(validate.errors?.[0]));
	};
}

/** TypeScript knows no keys of an object that is made of entries. */
function compileAll(
	pointers: Readonly<Record<EndpointName, string>>,
	checkAt: (pointer: string) => Check,
): Record<EndpointName, Check>;
function compileAll(
	pointers: Readonly<Record<string, string>>,
	checkAt: (pointer: string) => Check,
): Record<string, Check> {
	return Object.fromEntries(
		Object.entries(pointers).map(([endpoint, pointer]) => [endpoint, checkAt(pointer)]),
	);
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

function failureMessage(
	document: ContractDocument,
	endpoint: EndpointName,
	name: string,
	values: Record<string, string> = {},
): string {
	const operation = document.operations.find((candidate) => candidate.endpoint === endpoint);
	const template = operation?.failures.get(name);
	if (template === undefined) throw new Error(`The contract has no failure ${name} at ${endpoint}`);
	return template.replace(/\{(\w+)\}/g, (placeholder, key: string) => values[key] ?? placeholder);
}
