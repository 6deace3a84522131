import SwaggerParser from '@apidevtools/swagger-parser';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const path = join(__dirname, '..', '..', 'openapi', 'kainic.yaml');

const document: unknown = parse(readFileSync(path, 'utf8'));

interface Found {
	place: string;
	value: Record<string, unknown>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every value of the document, with its place as a path. */
function walk(value: unknown, place = '#'): { place: string; value: unknown }[] {
	const children = typeof value === 'object' && value !== null ? Object.entries(value) : [];
	return [{ place, value }, ...children.flatMap(([key, child]) => walk(child, `${place}/${key}`))];
}

const everything = walk(document);

function recordsAt(pattern: RegExp): Found[] {
	return everything.flatMap(({ place, value }) =>
		pattern.test(place) && isRecord(value) ? [{ place, value }] : [],
	);
}

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
		const marked = [...properties, ...parameters, ...bodies, ...failures];
		const headers = recordsAt(/\/headers\/[^/]+$/);
		expect(marked.length).toBeGreaterThan(40);
		const unmarked = [...marked, ...headers].filter(
			({ value }) =>
				!['documented', 'inferred'].includes(String(value['x-kainic-source'] ?? value['source'])),
		);
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
