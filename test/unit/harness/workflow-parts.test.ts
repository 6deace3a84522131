import fc from 'fast-check';
import { chain, kainic, node, webhook } from '../../../harness/workflow-parts';
import manifest from '../../../package.json';

describe('a chain of nodes', () => {
	it('wires each node to the next, and no other', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 8 }), (names) => {
				const { nodes, connections } = chain(
					'W',
					names.map((name) => node(name, 'x', 1, {})),
				);
				const expected = names.slice(1).map((name, index) => {
					return [names[index], { main: [[{ node: name, type: 'main', index: 0 }]] }];
				});
				expect(nodes.map(({ name }) => name)).toEqual(names);
				expect(connections).toEqual(Object.fromEntries(expected));
			}),
		);
	});
});

describe('a node of this package', () => {
	it.each(['Kainic Event', 'Kainic Predict', 'Kainic Catalog'] as const)(
		'%s has the type under which the package registers it',
		(name) => {
			const [owner, type = ''] = kainic(name, {}).type.split('.');
			const file = `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
			expect(owner).toBe(manifest.name);
			expect(manifest.n8n.nodes).toContain(`dist/nodes/${file}/${file}.node.js`);
		},
	);

	it("uses the project's credential unless the settings name another", () => {
		const other = { kainicApi: { id: '', name: 'Other' } };
		expect(kainic('Kainic Event', {})['credentials']).toEqual({
			kainicApi: { id: '', name: 'Kainic account' },
		});
		expect(kainic('Kainic Event', {}, { credentials: other })['credentials']).toEqual(other);
	});
});

it.each([
	['atOnce', 'onReceived', undefined],
	['firstItem', 'lastNode', 'firstEntryJson'],
	['allItems', 'lastNode', 'allEntries'],
] as const)('a webhook that answers %s', (response, responseMode, responseData) => {
	const { parameters } = webhook('path', response);
	expect(parameters).toMatchObject({ httpMethod: 'POST', path: 'path', responseMode });
	expect(parameters['responseData']).toBe(responseData);
});
