import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { KainicEvent } from '../../../nodes/KainicEvent/KainicEvent.node';
import { isObject, type JsonObject } from '../../../tools/n8n/json';
import { resolve, UnknownError } from './expressions';
import type { Item, NodeContext, NodeType } from './run';

/** What comes of a request to Kainic. An answer of which only a part arrives has no end. */
export type Reply =
	| {
			readonly status: number;
			readonly headers?: JsonObject;
			readonly body: string;
			readonly isCut?: true;
	  }
	| { readonly error: string };

/** Gets the events of one request. It takes its time, and may never return. */
export type Collector = (events: readonly JsonObject[], context: NodeContext) => Promise<Reply>;

const connection = {
	...{ baseUrl: 'https://kainic.example', projectId: 'demo', apiKey: 'key-0001' },
	keyType: 'project',
};

const node = new KainicEvent();
const defaults = node.description.properties.map(({ name, default: value }) => [name, value]);
const panel: JsonObject = Object.fromEntries(defaults);

/** The node itself, with its real code. */
export const kainicEvent: NodeType = {
	// The node refuses what it does not know.
	parameters: /./,
	execute: async (context) => {
		const outputs = await node.execute.call(surroundings(context));
		return outputs.map((items) => items.map(({ json }): Item => ({ json })));
	},
};

/** The part of n8n's context that the node uses. */
function surroundings(context: NodeContext) {
	const { run, items } = context;
	const variables = (index: number) => run.variables(items[index]?.json, index);
	const own = {
		getNode: () => context.node.settings,
		getInputData: () => items.map(({ json }) => ({ json })),
		getWorkflowSettings: () => ({}),
		getTimezone: () => run.surroundings.timezone,
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => context.continues,
		addExecutionHints: () => undefined,
		evaluateExpression: (text: string, index: number) => resolve(`=${text}`, variables(index)),
		getCredentials: async () => connection,
		getNodeParameter: (path: string, index: number, fallback: unknown, options?: object) => {
			const raw = context.raw(path) ?? valueAt(panel, path) ?? fallback;
			const isRaw = options !== undefined && Reflect.get(options, 'rawExpressions') === true;
			return isRaw ? raw : resolve(raw, variables(index));
		},
		logger: { warn: () => undefined, info: () => undefined },
		helpers: {
			httpRequestWithAuthentication: async (_: string, { body }: { readonly body: unknown }) => {
				const events: unknown = JSON.parse(String(body));
				if (!Array.isArray(events)) throw new UnknownError('A body without events.');
				const reply = await run.surroundings.collect(events.filter(isObject), context);
				if ('error' in reply) throw Object.assign(new Error(reply.error), { code: reply.error });
				const { status: statusCode, headers = {}, isCut, body: text } = reply;
				return { statusCode, headers, body: isCut ? brokenStream(text) : Readable.from([text]) };
			},
		},
	};
	return Object.assign<IExecuteFunctions, object>(Object.create(null), own);
}

function valueAt(panel: JsonObject, path: string): unknown {
	let value: unknown = panel;
	for (const step of path.split('.')) value = isObject(value) ? value[step] : undefined;
	return value;
}

function brokenStream(text: string): Readable {
	const stream = new Readable({ read: () => undefined });
	stream.push(text.slice(0, text.length / 2));
	setTimeout(() => stream.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })), 1);
	return stream;
}
