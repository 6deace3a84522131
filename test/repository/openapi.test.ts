import SwaggerParser from '@apidevtools/swagger-parser';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isPlainObject } from '../../nodes/shared/values';

const path = join(__dirname, '..', '..', 'openapi', 'kainic.yaml');

const document: unknown = parse(readFileSync(path, 'utf8'));

/** Every value of the document, with its place as a path. */
function walk(value: unknown, place = '#'): { place: string; value: unknown }[] {
	const children = typeof value === 'object' && value !== null ? Object.entries(value) : [];
	return [{ place, value }, ...children.flatMap(([key, child]) => walk(child, `${place}/${key}`))];
}

const everything = walk(document);

const recordsAt = (pattern: RegExp) =>
	everything.flatMap(({ place, value }) =>
		pattern.test(place) && isPlainObject(value) ? [{ place, value }] : [],
	);

const properties = recordsAt(/\/properties\/[^/]+$/);
const parameters = recordsAt(/\/parameters\/\d+$/);

function documentedIn(schema: string): string[] {
	return properties
		.filter(({ place }) => place.includes(`/schemas/${schema}/properties/`))
		.filter(({ value }) => value['x-kainic-source'] === 'documented')
		.map(({ place }) => place.split('/').pop() ?? '');
}

describe('the contract', () => {
	it('is a valid OpenAPI 3.1 document', async () => {
		const api = await SwaggerParser.validate(path);
		expect(api).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
	});

	it('marks every property, parameter, body and failure as documented or inferred', () => {
		const failures = recordsAt(/\/x-kainic-failures\/\d+$/);
		const bodies = recordsAt(/\/(requestBody|apiKey)$/);
		const headers = recordsAt(/\/headers\/[^/]+$/);
		const all = [...properties, ...parameters, ...bodies, ...failures, ...headers];
		const isMarked = /^(documented|inferred)$/;
		const unmarked = all.filter(
			({ value }) => !isMarked.test(String(value['x-kainic-source'] ?? value['source'])),
		);
		expect(all.length).toBeGreaterThan(40);
		expect(unmarked.map(({ place }) => place)).toEqual([]);
	});

	it('forbids no field, since the reference is not complete', () => {
		const closed = everything.filter(
			({ place, value }) => place.endsWith('/additionalProperties') && value !== true,
		);
		const schemas = recordsAt(/\/schemas\/[^/]+$/).map(({ value }) => value);
		const objects = schemas.filter(({ type }) => type === 'object');
		expect(closed).toEqual([]);
		expect(objects.filter(({ additionalProperties: more }) => more !== true)).toEqual([]);
	});
});

it.each([
	['Event', ['platform', 'anon_uid']],
	['ModelPredictionRequest', ['items', 'type', 'return_full_items_data']],
	[
		'ExperimentPredictionRequest',
		['kainic_pid', 'kainic_exp_id', 'platform', 'anon_uid', 'sid', 'items', 'type'],
	],
	['ProductsUpload', []],
	['ModelPrediction', []],
	['ExperimentPrediction', ['deployment_job_id', 'kainic_mid', 'uid', 'items']],
	['ExperimentRecommendation', []],
	['Recommendation', ['item_id', 'parent_id', 'score', 'title']],
])('what the contract calls documented is what the reference says of %s', (schema, names) => {
	expect(documentedIn(schema)).toEqual(names);
});
