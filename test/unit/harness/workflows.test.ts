import { parseWorkflow, withCredentials } from '../../../harness/workflows';

const node = { name: 'Kainic Event', credentials: { kainicApi: { id: 'exported', name: 'Shop' } } };
const workflow = parseWorkflow(
	JSON.stringify({ name: 'W', nodes: [node, { name: 'Start' }], connections: {} }),
);

function stored(id: string, name: string, type = 'kainicApi') {
	return { id, name, type, data: {} };
}

function idsOf(imported: typeof workflow): unknown {
	return imported.nodes.map((each) => each['credentials']);
}

describe('an exported workflow with the credentials of another n8n', () => {
	it('gets the one of the same type and name', () => {
		const imported = withCredentials(workflow, [stored('1', 'Other'), stored('2', 'Shop')]);
		expect(idsOf(imported)).toEqual([{ kainicApi: { id: '2', name: 'Shop' } }, undefined]);
	});

	it('gets the only one of its type under any name', () => {
		const imported = withCredentials(workflow, [stored('1', 'Other'), stored('2', 'Shop', 'else')]);
		expect(idsOf(imported)).toEqual([{ kainicApi: { id: '1', name: 'Other' } }, undefined]);
	});

	it.each([
		['there is none of its type', [stored('1', 'Shop', 'else')]],
		['several have its type and none its name', [stored('1', 'A'), stored('2', 'B')]],
	])('is refused when %s', (_case, credentials) => {
		expect(() => withCredentials(workflow, credentials)).toThrow('"kainicApi" is named "Shop"');
	});

	it('is left as it was', () => {
		withCredentials(workflow, [stored('2', 'Shop')]);
		expect(workflow.nodes[0]).toEqual(node);
	});

	it.each(['[]', '{"name":"x"}', '{"name":"x","nodes":[1],"connections":{}}'])(
		'is refused when it is no workflow: %s',
		(text) => {
			expect(() => parseWorkflow(text)).toThrow('should be');
		},
	);
});
