import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { Kainic } from '../../tools/one/nodes/Kainic/Kainic.node';
import { choicesFor } from '../../tools/one/workflow';
import { titledCases, type NamedCase } from '../support/node-cases';
import { credentialFor, openNodes, refusal } from '../support/engine/with-emulator';
import { runAsTool, type NodeOptions } from '../support/engine';

const shop = openNodes();
const kainic = new Kainic();

/** The form of a value as JSON Schema names it, with the fields of an object. */
function formOf(value: unknown): unknown {
	if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
	if (typeof value !== 'object' || value === null) return { type: typeof value };
	const forms = Object.entries(value).map(([name, each]) => [name, formOf(each)]);
	return { type: 'object', properties: Object.fromEntries(forms) };
}

test.each(titledCases)('n8n previews fields that %s puts out', async (_, node) => {
	const parameters = { ...node.parameters, ...node.fullAnswer };
	const { outputs } = await shop.run(node, { parameters });
	const file = path.join(__dirname, `../../nodes/${node.className}/__schema__/v1.0.0.json`);
	const { properties } = JSON.parse(readFileSync(file, 'utf8'));
	expect(formOf(outputs[0]?.[0]?.json)).toMatchObject({ properties });
});

beforeAll(() => {
	// Without it a retry would wait for a random time.
	jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(() => jest.restoreAllMocks());

/** All that a workflow or Kainic gets of a run. */
async function seen(node: NamedCase, options: Partial<NodeOptions>) {
	const { outputs, errorBranch, hints, error } = await shop.run(node, options);
	const { message, description } = error ?? {};
	const requests = shop.emulator.world.ledger.requests.map(({ path }) => path);
	const taken = node.taken(shop.emulator);
	return { outputs, errorBranch, hints, message, description, requests, taken };
}

/** What one of the four nodes does, and then what the node Kainic does with the same parameters. */
async function both(node: NamedCase, options: Partial<NodeOptions>, strike?: () => void) {
	strike?.();
	const four = await seen(node, options);
	shop.emulator.reset();
	strike?.();
	const parameters = { ...choicesFor(node), ...options.parameters };
	const outputs = four.outputs.length;
	return { four, one: await seen(node, { ...options, type: kainic, outputs, parameters }) };
}

describe.each(titledCases)('%s and the node Kainic', (_, node) => {
	const given: INodeParameters = { ...node.parameters, options: node.options };

	test.each([
		['its options', given],
		['all that is on their panels', { ...given, ...node.otherSources, ...node.fullAnswer }],
	])('put out the same, with %s', async (_title, parameters) => {
		const { four, one } = await both(node, { parameters });
		expect(four.taken).not.toHaveLength(0);
		expect(one).toEqual(four);
	});

	test.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'fail in the same way, set to %s',
		async (onError) => {
			const strike = () => shop.emulator.inject({ ...refusal(), count: 1 });
			const { four, one } = await both(node, { parameters: given, onError }, strike);
			expect(JSON.stringify(four)).toContain('Something is wrong');
			expect(one).toEqual(four);
		},
	);

	test('answer the same as an AI tool', async () => {
		const call = async (type: string | Kainic, parameters: INodeParameters) => {
			shop.emulator.reset();
			const credential = credentialFor(shop.emulator.url, node.keyType);
			return await runAsTool({ ...node.tool, type, parameters, credential, calledBy: 'engine' });
		};
		const four = await call(node.type, node.tool.parameters);
		const one = await call(kainic, { ...choicesFor(node), ...node.tool.parameters });
		expect(four.response).not.toHaveLength(0);
		expect(one).toEqual(four);
	});
});
