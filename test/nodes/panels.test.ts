import type { INodeProperties } from 'n8n-workflow';
import { KainicApi } from '../../credentials/KainicApi.credentials';
import { failureKinds } from '../../nodes/shared/failure-codes';
import { packageNodes } from '../../tools/n8n/package-nodes';

/** A panel's parameters, those in collections included. */
function flat(properties: readonly object[]): INodeProperties[] {
	return properties
		.filter(
			(property): property is INodeProperties => 'displayName' in property && 'type' in property,
		)
		.flatMap((property) => [
			property,
			...(property.type === 'collection' ? flat(property.options ?? []) : []),
		]);
}

test.each([...packageNodes])(
	'$title keeps its version and outputs, so that nodes and wires of other workflows stay valid',
	({ description: { name, outputs, outputNames, version } }) => {
		const main = name === 'kainicExperiment' ? ['main', 'main'] : ['main'];
		expect({ outputs, version }).toEqual({ outputs: main, version: 1 });
		expect(outputNames).toEqual(main.length === 2 ? ['Model', 'Control'] : undefined);
	},
);

test('Validate Only is on as soon as it is added', () => {
	const all = packageNodes.flatMap(({ description }) => flat(description.properties));
	const found = all.filter(({ name }) => name === 'validateOnly');
	expect(found.map(({ default: beginning }) => beginning)).toEqual([true, true]);
});

test.each([
	['kainicEvent', 'eventSource', 'inputItem'],
	['kainicCatalog', 'syncMode', 'full'],
])('%s does not offer to an AI tool what it refuses: %s %s', (node, parameter, value) => {
	const found = packageNodes.find(({ description }) => description.name === node);
	const choices = found?.description.properties.find(({ name }) => name === parameter)?.options;
	const displayOptions = { hide: { '@tool': [true] } };
	expect(choices).toContainEqual(expect.objectContaining({ value, displayOptions }));
});

test.each([
	...packageNodes.map(({ title, description }) => [title, description.properties] as const),
	['Kainic API', new KainicApi().properties] as const,
])(
	'%s has texts as n8n asks for: at most 40 words, and no period after one sentence',
	(_, panel) => {
		const texts = [...JSON.stringify(panel).matchAll(/"description":"((?:[^"\\]|\\.)*)"/g)];
		expect(texts.length).toBeGreaterThan(2);
		for (const [, text = ''] of texts) {
			expect({ text, words: Math.max(40, text.split(' ').length) }).toEqual({ text, words: 40 });
			expect(text).toMatch(/[^.]$|[.?!] [A-Z'"].*\.$/);
		}
	},
);

const titles = [
	...packageNodes.flatMap(({ description }) => flat(description.properties)),
	...new KainicApi().properties,
].map(({ displayName }) => displayName.replace(/ \(.*\)$/, ''));

test.each(Object.entries(failureKinds))(
	'the texts of the code %s name parameters in single quotes, as n8n asks',
	(_, { headline, advice }) => {
		const unquoted = `${headline}. ${advice}`.replace(/'[A-Z][^']*'/g, '');
		expect(titles.filter((title) => new RegExp(`\\b${title}\\b`).test(unquoted))).toEqual([]);
	},
);
