import { DateTime } from 'luxon';
import { isObject } from '../../../tools/n8n/json';
import { dataTable } from './data-table';
import { httpRequest } from './http-request';
import { kainicEvent } from './kainic-event';
import { compile, ExpressionError, UnknownError } from './expressions';
import type { Item, NodeContext, NodeType } from './run';

const condition = String.raw`(options\.(caseSensitive=true|leftValue=|typeValidation=strict|version=\d)|conditions\[\]\.(id=.*|leftValue=.*|rightValue=|operator\.(type=boolean|operation=true|singleValue=true))|combinator=and)`;

/** The nodes of the order workflows, with their versions. */
export const nodeTypes: ReadonlyMap<string, NodeType> = new Map<string, NodeType>([
	['n8n-nodes-base.dataTable 1.1', dataTable],
	['n8n-nodes-base.httpRequest 4.2', httpRequest],
	['n8n-nodes-kainic.kainicEvent 1', kainicEvent],
	[
		'n8n-nodes-base.scheduleTrigger 1.4',
		{ parameters: /^(rule\.interval\[\]\.(field|minutesInterval)=.*|misfirePolicy=coalesce)$/ },
	],
	[
		'n8n-nodes-base.webhook 2',
		{
			parameters: /^(httpMethod=POST|path=.*|authentication=headerAuth|responseMode=responseNode)$/,
		},
	],
	[
		'n8n-nodes-base.set 3.4',
		{
			parameters:
				/^assignments\.assignments\[\]\.(id=.*|name=[^.]*|value=.*|type=(string|number))$/,
			execute: async (context) => [context.items.map((_, index) => assigned(context, index))],
		},
	],
	[
		'n8n-nodes-base.filter 2.2',
		{
			parameters: new RegExp(`^conditions\\.${condition}$`),
			execute: async (context) => [context.items.filter((_, index) => holds(context, index))],
		},
	],
	[
		'n8n-nodes-base.if 2.2',
		{
			parameters: new RegExp(`^conditions\\.${condition}$`),
			execute: async (context) => [
				context.items.filter((_, index) => holds(context, index)),
				context.items.filter((_, index) => !holds(context, index)),
			],
		},
	],
	[
		'n8n-nodes-base.merge 3.2',
		{ parameters: /^mode=append$/, execute: async ({ inputs }) => [inputs.flat()] },
	],
	[
		'n8n-nodes-base.splitOut 1',
		{
			parameters: /^fieldToSplitOut=\w+$/,
			execute: async (context) => [context.items.flatMap((item) => split(context, item))],
		},
	],
	[
		'n8n-nodes-base.code 2',
		{ parameters: /^jsCode=/, execute: async (context) => [runScript(context)] },
	],
	[
		'n8n-nodes-base.respondToWebhook 1.1',
		{
			parameters: /^(respondWith=json|responseBody=.*|options\.responseCode=.*)$/,
			execute: async (context) => {
				const status = Number(context.parameter('options.responseCode') ?? 200);
				context.run.surroundings.respond(status, context.parameter('responseBody'));
				return [context.items];
			},
		},
	],
]);

function assigned(context: NodeContext, index: number): Item {
	const rows = context.parameter('assignments.assignments', index);
	if (!Array.isArray(rows)) throw new UnknownError('The node has no assignments.');
	const entries = rows.filter(isObject).map(({ name, value, type }) => {
		return [name, type === 'number' ? Number(value) : String(value)];
	});
	return { json: Object.fromEntries(entries) };
}

/** Whether all conditions, which are booleans, are true. */
function holds(context: NodeContext, index: number): boolean {
	const conditions = context.parameter('conditions.conditions', index);
	if (!Array.isArray(conditions)) throw new UnknownError('The node has no conditions.');
	return conditions.filter(isObject).every(({ leftValue: value }) => {
		if (typeof value === 'boolean') return value;
		throw new Error(
			`Wrong type: '${String(value)}' is a ${typeof value} but was expecting a boolean`,
		);
	});
}

function split({ raw, node }: NodeContext, { json }: Item): Item[] {
	const field = String(Reflect.apply(raw, { node }, ['fieldToSplitOut']));
	const value = json[field] ?? [];
	const elements: readonly unknown[] = Array.isArray(value) ? value : Object.values(Object(value));
	return elements.map((each) => ({ json: isObject(each) ? { ...each } : { [field]: each } }));
}

const scriptNames = ['$input', '$', '$workflow', '$execution', 'DateTime', 'Buffer'];
const scripts = new Map<string, ReturnType<typeof compile>>();

/** Runs the script of a Code node. What it returns goes on as JSON. */
function runScript(context: NodeContext): Item[] {
	const source = String(context.raw('jsCode'));
	const script = scripts.get(source) ?? compile(scriptNames, source);
	scripts.set(source, script);
	const { $, $workflow } = context.run.variables(undefined);
	const $input = { all: () => [...context.items], first: () => context.items[0] };
	try {
		const returned = script($input, $, $workflow, { mode: 'production' }, DateTime, Buffer);
		const items: unknown = JSON.parse(JSON.stringify(returned) ?? 'null');
		if (Array.isArray(items) && items.every((item) => isObject(item) && isObject(item['json'])))
			return items.map(({ json }: Item) => ({ json }));
		throw new Error("Code doesn't return items properly");
	} catch (error) {
		if (error instanceof UnknownError || !(error instanceof Error)) throw error;
		if (error instanceof ReferenceError) throw new UnknownError(`a script: ${error.message}`);
		if (!context.continues || error instanceof ExpressionError) throw error;
		return [{ json: { error: error.message } }];
	}
}
