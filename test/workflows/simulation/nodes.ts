import { DateTime } from 'luxon';
import { arrayOf, isObject, objectOf } from '../../../tools/n8n/json';
import { dataTable } from './data-table';
import { compile, ExpressionError, UnknownError } from './expressions';
import { httpRequest } from './http-request';
import { kainicEvent } from './kainic-event';
import { messageOf, Run, type Item, type NodeContext, type NodeType } from './run';

const conditions =
	/^conditions\.(options\.(caseSensitive=true|leftValue=|typeValidation=strict|version=\d)|conditions\[\]\.(id=.*|leftValue=.*|rightValue=|operator\.(type=boolean|operation=true|singleValue=true))|combinator=and)$/;

/** The nodes of the order workflows, with their versions. */
export const nodeTypes: ReadonlyMap<string, NodeType> = new Map(
	Object.entries<NodeType>({
		'n8n-nodes-base.dataTable 1.1': dataTable,
		'n8n-nodes-base.httpRequest 4.2': httpRequest,
		'n8n-nodes-kainic.kainicEvent 1': kainicEvent,
		'n8n-nodes-base.scheduleTrigger 1.4': {
			parameters: /^(rule\.interval\[\]\.(field|minutesInterval)=.*|misfirePolicy=coalesce)$/,
		},
		'n8n-nodes-base.webhook 2': {
			parameters: /^(httpMethod=POST|path=.*|authentication=headerAuth|responseMode=responseNode)$/,
		},
		'n8n-nodes-base.set 3.4': {
			parameters:
				/^assignments\.assignments\[\]\.(id=.*|name=[^.]*|value=.*|type=(string|number))$/,
			execute: (context) => [context.items.map((_, index) => assigned(context, index))],
		},
		'n8n-nodes-base.filter 2.2': {
			parameters: conditions,
			execute: (context) => [context.items.filter((_, index) => holds(context, index))],
		},
		'n8n-nodes-base.if 2.2': {
			parameters: conditions,
			execute: (context) => {
				const isTrue = context.items.map((_, index) => holds(context, index));
				return [true, false].map((is) => context.items.filter((_, index) => isTrue[index] === is));
			},
		},
		'n8n-nodes-base.merge 3.2': {
			parameters: /^mode=append$/,
			execute: ({ inputs }) => [inputs.flat()],
		},
		'n8n-nodes-base.executeWorkflowTrigger 1.1': {
			parameters: /^workflowInputs\.values\[\]\.name=\w+$/,
		},
		'n8n-nodes-base.executeWorkflow 1.2': {
			parameters:
				/^(workflowId\.(__rl=true|mode=id|value==\{\{ \$workflow\.id \}\})|workflowInputs\.(mappingMode=defineBelow|value\.\w+=.*|schema\[\]\..*|attemptToConvertTypes=false|convertFieldsToString=true))$/,
			execute: runItself,
		},
		'n8n-nodes-base.code 2': {
			parameters: /^jsCode=/,
			execute: (context) => [runScript(context)],
		},
		'n8n-nodes-base.respondToWebhook 1.1': {
			parameters: /^(respondWith=json|responseBody=.*|options\.responseCode=.*)$/,
			execute: (context) => {
				const status = Number(context.parameter('options.responseCode') ?? 200);
				context.run.surroundings.respond(status, context.parameter('responseBody'));
				return [context.items];
			},
		},
	}),
);

/** A workflow that calls itself: the run of its other trigger, and what its last node passed on. */
async function runItself(context: NodeContext): Promise<Item[][]> {
	const { run } = context;
	const child = new Run(run.workflow, run.about, run.surroundings);
	const given = objectOf(context.parameter('workflowInputs.value'), 'inputs');
	await child.execute('Start Reading', [{ json: given }]);
	if (child.failure !== null) throw new Error(child.failure.message);
	const last = [...child.executed.values()].at(-1);
	return [[...(last?.outputs[0] ?? [])]];
}

const rowsOf = (context: NodeContext, path: string, index: number) =>
	arrayOf(context.parameter(path, index), path).map((row) => objectOf(row, path));

function assigned(context: NodeContext, index: number): Item {
	const rows = rowsOf(context, 'assignments.assignments', index);
	const fields = rows.map(({ name, value, type }) => {
		return [name, type === 'number' ? Number(value) : String(value)] as const;
	});
	return { json: Object.fromEntries(fields) };
}

/** Whether all conditions, which are booleans, are true. */
function holds(context: NodeContext, index: number): boolean {
	return rowsOf(context, 'conditions.conditions', index).every(({ leftValue: value }) => {
		if (typeof value === 'boolean') return value;
		throw new Error(`Wrong type: '${String(value)}' was expected to be a boolean`);
	});
}

const scriptNames = ['$input', '$', '$workflow', '$execution', 'DateTime', 'Buffer'];

/** Runs the script of a Code node. What it returns goes on as JSON. */
function runScript(context: NodeContext): Item[] {
	const { run, items: given, continues } = context;
	const script = compile(scriptNames, String(context.raw('jsCode')));
	const $input = { all: () => [...given], first: () => given[0] };
	try {
		const more = [{ mode: 'production' }, DateTime, Buffer];
		const returned = JSON.stringify(script($input, run.see, run.about, ...more)) ?? 'null';
		const items: unknown = JSON.parse(returned);
		if (Array.isArray(items) && items.every((item) => isObject(item) && isObject(item['json'])))
			return items.map(({ json }: Item) => ({ json }));
		throw new Error("Code doesn't return items properly");
	} catch (error) {
		if (error instanceof ReferenceError) throw new UnknownError(`a script: ${error.message}`);
		if (!continues || error instanceof ExpressionError) throw error;
		return [{ json: { error: messageOf(error) } }];
	}
}
