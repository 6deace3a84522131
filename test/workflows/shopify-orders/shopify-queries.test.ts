import { costOf, maxCost, readQuery } from '../../support/doubles/shopify/graphql';
import { schemaOf, servedVersions } from '../../support/doubles/shopify/schema';
import { parametersOf } from '../../support/workflows/code-node';

/** The text of the query that a node of an example sends. */
function queryOf(file: string, node: string): string {
	const [, query = ''] =
		/query: '([^']+)'/.exec(String(parametersOf(file, node)['jsonBody'])) ?? [];
	return query;
}

const queries: ReadonlyArray<readonly [file: string, node: string, cost: number]> = [
	['shopify-orders.json', 'Read Pages', 952],
	['shopify-orders.json', 'Read Lines', 723],
	['shopify-catalog.json', 'Read Pages', 503],
];

describe.each(servedVersions)('the schema that Shopify publishes as %s', (version) => {
	const schema = schemaOf(version);

	test.each(queries)(
		'takes what %s sends in %s, for less than 1,000 points',
		(file, node, cost) => {
			const { document, errors } = readQuery(schema, queryOf(file, node));
			expect(errors).toEqual([]);
			expect(document && costOf(schema, document)).toBe(cost);
			expect(cost).toBeLessThan(maxCost);
		},
	);

	test.each(queries)('refuses a wrong field in what %s sends in %s', (file, node) => {
		const wrong = queryOf(file, node).replace('legacyResourceId', 'legacyResourceID');
		const [{ message } = { message: '' }] = readQuery(schema, wrong).errors;
		expect(message).toMatch(/^Cannot query field "legacyResourceID" on type/);
	});
});
