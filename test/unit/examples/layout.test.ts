import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseWorkflow } from '../../../tools/n8n/workflows';

const folder = path.resolve(__dirname, '../../../examples');
const files = readdirSync(folder).filter((file) =>
	/^(catalog|newsletter|ai-agent|recommendations|experiment|\w+-catalog).*\.json$/.test(file),
);

test('the workflows that are not of orders are ten', () => {
	expect(files).toHaveLength(10);
});

describe.each(files)('the example %s', (file) => {
	const { nodes, connections } = parseWorkflow(readFileSync(path.join(folder, file), 'utf8'));

	test('has two notes, which say how to set it up and how it works', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes.map(({ name }) => name)).toEqual(['Set up', 'How it works']);
	});

	test('does not depend on where its nodes are: no output starts two branches', () => {
		for (const outputs of Object.values(connections))
			for (const branches of Object.values(Object(outputs)))
				for (const branch of Object.values(Object(branches)))
					expect(Object(branch).length).toBeLessThanOrEqual(1);
	});

	test('compares a whole catalog with the last one', () => {
		for (const { type, parameters } of nodes) {
			if (type !== 'n8n-nodes-kainic.kainicCatalog') continue;
			const { syncMode, options } = Object(parameters);
			if (syncMode !== 'full') continue;
			expect(options.maxShrink).toBe(50);
			expect(options.previousProducts).toMatch(
				/^=\{\{ \$\('(Read Last Count|Lock Shop)'\)\.first\(\)\.json\.products \?\? 0 \}\}$/,
			);
		}
	});

	test('has nodes that are called by a verb and its object', () => {
		const verbs =
			/^(Start|Create|Check|Read|Lock|Build|Choose|Upload|Update|Save|Fetch|Split|Skip|Get|Write|Loop|Send|Receive|Find|Set|Ask|Answer) \S/;
		const named = nodes.filter(({ type }) => !/stickyNote$|lmChat|Tool$/.test(String(type)));
		for (const { name } of named) if (name !== 'Settings') expect(name).toMatch(verbs);
	});
});
