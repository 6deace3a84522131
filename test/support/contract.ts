import Ajv2020 from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Failures {
	readonly 'x-kainic-failures': ReadonlyArray<Readonly<Record<'name' | 'message', string>>>;
}

interface Operation extends Failures {
	readonly operationId: string;
	readonly responses: Readonly<Record<'200', { readonly $ref: string }>>;
}

interface Schema {
	readonly required?: readonly string[];
	readonly properties?: Readonly<Record<string, { readonly 'x-kainic-source': string }>>;
}

interface Contract {
	readonly paths: Readonly<Record<string, { readonly post: Operation }>>;
	readonly components: {
		readonly securitySchemes: { readonly apiKey: Failures };
		readonly schemas: Readonly<Record<string, Schema>>;
	};
}

const file = join(__dirname, '../../openapi/kainic.yaml');

/** openapi/kainic.yaml as data. */
export const contract = parse(readFileSync(file, 'utf8')) as Contract;

// An OpenAPI document holds keywords that JSON Schema does not know.
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(contract, 'kainic.yaml');

/** What is wrong with a value by the contract; empty if nothing is. `place` is `schemas/Event`, for example. */
export function violations(place: string, value: unknown) {
	const validate = ajv.compile({ $ref: `kainic.yaml#/components/${place}` });
	return validate(value) ? [] : validate.errors;
}
