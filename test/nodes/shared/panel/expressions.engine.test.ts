import { isDeepStrictEqual } from 'node:util';
import type { INodeProperties } from 'n8n-workflow';
import { Parameters } from '../../../../nodes/shared/panel/parameters';
import type { ParameterSource } from '../../../../nodes/shared/panel/expressions';
import { forAll } from '../../../support/for-all';
import { createNodeType, createStartNode, runWorkflow } from '../../../support/engine';
import { expressionCase, type ExpressionCase } from './expression-cases';

const numRuns = 600;

const shown = (
	name: string,
	type: INodeProperties['type'],
	more: Partial<INodeProperties> = {},
): INodeProperties => ({ displayName: name, name, type, default: '', ...more });

const row = ['name', 'value'].map((name) => shown(name, 'string'));

/** A parameter of each kind that the nodes have. */
const properties = [
	shown('text', 'string'),
	shown('number', 'number', { default: 0 }),
	shown('flag', 'boolean', { default: false }),
	shown('choice', 'options', { default: 'a', options: [] }),
	shown('json', 'json'),
	shown('collection', 'collection', { default: {}, options: row }),
	shown('rows', 'fixedCollection', {
		default: {},
		options: [{ displayName: 'Values', name: 'values', values: row }],
	}),
	shown('assignments', 'assignmentCollection', { default: {} }),
];

type Read = ParameterSource['getNodeParameter'];

/** What a reader gives, or what n8n says of its failure. */
function outcomeOf(read: () => unknown): object {
	try {
		return { value: read() };
	} catch (error) {
		const { name, message, description, context } = Object(error);
		return { failure: JSON.stringify({ name, message, description, context }) };
	}
}

let readings = 0;
let leftToN8n = 0;

/** Each value that the reader gives for an item, if n8n gives another in its place. */
async function differencesIn(found: ExpressionCase): Promise<string[]> {
	const differences: string[] = [];
	const node = createNodeType(
		function () {
			const read: Read = (...args) => Reflect.apply(this.getNodeParameter, this, args);
			const plain = new Parameters(
				{
					evaluateExpression: (text, itemIndex) => this.evaluateExpression(text, itemIndex),
					getInputData: () => this.getInputData(),
					getNode: () => this.getNode(),
					getNodeParameter: (...args) => {
						if (args[3] === undefined) leftToN8n += 1;
						return read(...args);
					},
				},
				[],
			);
			for (const name of [...Object.keys(found.parameters), 'collection.sid']) {
				for (const itemIndex of this.getInputData().keys()) {
					const expected = outcomeOf(() => read(name, itemIndex, null));
					const given = outcomeOf(() => plain.get(name).read(itemIndex));
					readings += 1;
					if (isDeepStrictEqual(given, expected)) continue;
					differences.push(`${name} ${itemIndex}: ${show(given)} in place of ${show(expected)}`);
				}
			}
			return [[]];
		},
		{ properties },
	);
	const { error } = await runWorkflow({
		nodes: [
			{ name: 'Settings', type: 'testbed.start' },
			{ name: 'Before', type: 'testbed.before' },
			{
				...{ name: 'Node', type: 'testbed.node' },
				...{ parameters: found.parameters, executeOnce: found.executesOnce },
			},
		],
		wires: [
			{ from: 'Settings', to: 'Before' },
			{ from: 'Before', to: 'Node' },
		],
		nodeTypes: {
			'testbed.start': createStartNode(found.settings),
			'testbed.before': createNodeType(async () => [found.items]),
			'testbed.node': node,
		},
		settings: { binaryMode: found.isCombined ? 'combined' : 'separate' },
		...(found.isPinned && { pinData: { Settings: found.settings } }),
	});
	return error === undefined ? differences : [error.message];
}

test(`gives what n8n gives, or fails as n8n does, in ${numRuns} cases`, async () => {
	await forAll([expressionCase], numRuns, async (found) => {
		expect(await differencesIn(found)).toEqual([]);
	});
	// Otherwise nothing is tested.
	expect(readings).toBeGreaterThan(2 * numRuns);
	expect(leftToN8n / readings).toBeLessThan(0.8);
});

function show(outcome: object): string {
	return Object.entries(outcome)
		.map(([kind, value]) => `${kind} ${typeof value} ${String(value)}`)
		.join();
}
