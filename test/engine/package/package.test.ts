import { readFileSync } from 'node:fs';
import path from 'node:path';
import { titledCases } from '../../cases';
import { openShop } from '../shop';
import { n8nMajor } from '../support';

const shop = openShop();

test('each test run has the engine, and the n8n-workflow, of the major it is named after', () => {
	const ofMajorOne = path.join('core-1', 'node_modules', 'n8n-workflow');

	expect(n8nMajor).toBe(Reflect.get(globalThis, 'expectedMajor'));
	expect(require.resolve('n8n-workflow').includes(ofMajorOne)).toBe(n8nMajor === 1);
});

/** The form of a value as JSON Schema names it, with the fields of an object. */
function formOf(value: unknown): unknown {
	if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
	if (typeof value !== 'object' || value === null) return { type: typeof value };
	return { type: 'object', properties: formsOf(value) };
}

function formsOf(value: object): object {
	return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, formOf(each)]));
}

test.each(titledCases)('n8n previews fields that %s puts out', async (_, node) => {
	const parameters = { ...node.parameters, ...node.fullAnswer };
	const { outputs } = await shop.run(node, { parameters });
	const file = path.join(__dirname, `../../../nodes/${node.className}/__schema__/v1.0.0.json`);
	const { properties } = JSON.parse(readFileSync(file, 'utf8'));
	expect(formsOf(outputs[0]?.[0]?.json ?? {})).toMatchObject(properties);
});
