import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	Expression,
	type INodeProperties,
	type Workflow,
} from 'n8n-workflow';
import { Parameters } from '../../../nodes/shared/panel/parameters';
import type { ParameterSource } from '../../../nodes/shared/panel/expressions';
import { createAdditionalData, createHooks } from '../support/additional-data';
import { credentialsHelper } from '../support/credentials-helper';
import { prepareEngine } from '../support/engine';
import { createNodeType } from '../support/helper-nodes';
import { createWorkflow } from '../support/workflow-definition';
import { expressionCase, type ExpressionCase } from './cases';

const { EXPRESSION_CASES, EXPRESSION_SEED, EXPRESSION_ENGINE } = process.env;

/** The same cases each time, more or others by the environment; a failure prints the seed. */
const numRuns = Number(EXPRESSION_CASES ?? 600);
const seed = Number(EXPRESSION_SEED ?? 20_261_128);

const row: INodeProperties[] = ['name', 'value'].map((name) => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
}));

const properties: INodeProperties[] = [
	{ displayName: 'Text', name: 'text', type: 'string', default: '' },
	{ displayName: 'Number', name: 'number', type: 'number', default: 0 },
	{ displayName: 'Flag', name: 'flag', type: 'boolean', default: false },
	{ displayName: 'Choice', name: 'choice', type: 'options', default: 'a', options: [] },
	{ displayName: 'JSON', name: 'json', type: 'json', default: '' },
	{ displayName: 'Collection', name: 'collection', type: 'collection', default: {}, options: row },
	{
		displayName: 'Rows',
		name: 'rows',
		type: 'fixedCollection',
		default: {},
		options: [{ displayName: 'Values', name: 'values', values: row }],
	},
	{ displayName: 'Fields', name: 'assignments', type: 'assignmentCollection', default: {} },
];

let workflows: Record<'separate' | 'combined', Workflow>;

beforeAll(async () => {
	await prepareEngine('memory');
	const engine = EXPRESSION_ENGINE === 'vm' ? 'vm' : 'legacy';
	const limits = { bridgeTimeout: 5_000, bridgeMemoryLimit: 128, poolSize: 1 };
	await Expression.initExpressionEngine({ engine, ...limits, maxCodeCacheSize: 1_024 });
	workflows = { separate: await workflowFor('separate'), combined: await workflowFor('combined') };
});

afterAll(async () => {
	await Expression.disposeExpressionEngine();
});

async function workflowFor(binaryMode: 'separate' | 'combined'): Promise<Workflow> {
	const node = createNodeType(async () => [[]], { properties });
	const type = 'testbed.passThrough';
	const { workflow } = createWorkflow({
		nodes: [
			{ name: 'Settings', type },
			{ name: 'Before', type },
			{ name: 'Node', type: 'testbed.node' },
		],
		wires: [
			{ from: 'Settings', to: 'Before' },
			{ from: 'Before', to: 'Node' },
		],
		nodeTypes: { 'testbed.node': node },
		settings: { binaryMode },
	});
	await workflow.expression.acquireIsolate();
	return workflow;
}

/** The context of a node in n8n's engine that runs with this input. */
function contextOf(found: ExpressionCase): ExecuteContext {
	const workflow = found.isCombined ? workflows.combined : workflows.separate;
	const { Node: node } = workflow.nodes;
	if (node === undefined) throw new Error('The workflow has no node');
	node.parameters = found.parameters;
	workflow.pinData = found.isPinned ? { Settings: found.settings } : {};
	const ran = { startTime: 0, executionTime: 0, executionIndex: 0, source: [] };
	const runData = {
		Before: [{ ...ran, source: [{ previousNode: 'Settings' }], data: { main: [found.items] } }],
		...(!found.isPinned && { Settings: [{ ...ran, data: { main: [found.settings] } }] }),
	};
	const mode = found.isPinned ? 'manual' : 'trigger';
	const input = found.executesOnce ? found.items.slice(0, 1) : found.items;
	return new ExecuteContext(
		workflow,
		node,
		additionalData(workflow),
		mode,
		createRunExecutionData({ resultData: { runData } }),
		0,
		found.items,
		{ main: [input] },
		{ node, data: { main: [input] }, source: { main: [{ previousNode: 'Before' }] } },
		[],
	);
}

function additionalData(workflow: Workflow) {
	const hooks = createHooks('trigger', '1', workflow);
	return createAdditionalData(credentialsHelper(), hooks, '1');
}

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

test(`gives what n8n gives, or fails as n8n does, in ${numRuns} cases`, () => {
	let readings = 0;
	let leftToN8n = 0;
	const property = fc.property(expressionCase, (found) => {
		const context = contextOf(found);
		const read: Read = (...args) => Reflect.apply(context.getNodeParameter, context, args);
		const source: ParameterSource = {
			evaluateExpression: (text, itemIndex) => context.evaluateExpression(text, itemIndex),
			getInputData: () => context.getInputData(),
			getNodeParameter: (...args) => {
				if (args[3] === undefined) leftToN8n += 1;
				return read(...args);
			},
		};
		const plain = new Parameters(source, []);
		const differences: string[] = [];
		for (const name of [...Object.keys(found.parameters), 'collection.sid']) {
			for (const itemIndex of context.getInputData().keys()) {
				const expected = outcomeOf(() => read(name, itemIndex, null));
				const given = outcomeOf(() => plain.get(name).read(itemIndex));
				readings += 1;
				if (isDeepStrictEqual(given, expected)) continue;
				differences.push(`${name} ${itemIndex}: ${show(given)} in place of ${show(expected)}`);
			}
		}
		expect(differences).toEqual([]);
	});
	fc.assert(property, { numRuns, seed });
	// Otherwise nothing is tested.
	expect(leftToN8n / readings).toBeLessThan(0.8);
});

function show(outcome: object): string {
	return Object.entries(outcome)
		.map(([kind, value]) => `${kind} ${typeof value} ${String(value)}`)
		.join();
}
