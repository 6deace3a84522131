import type { IExecuteFunctions } from 'n8n-workflow';
import { sendEvents } from '../../../nodes/KainicEvent/event';
import { eventProperties } from '../../../nodes/KainicEvent/properties';
import { runOperation } from '../../../nodes/shared/run';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { valueAt, type NodeContext, type NodeType, type Run } from './run';

/** What comes of a request to Kainic. An answer of which only a part arrives has no end. */
export type Reply =
	{ status: number; headers?: JsonObject; body: string; isCut?: boolean } | { error: string };

/** Gets the events of one request. It takes its time, and may never return. */
export type Collector = (events: readonly JsonObject[], run: Run) => Promise<Reply>;

const connection = {
	...{ baseUrl: 'https://kainic.example', projectId: 'demo', apiKey: 'key-0001' },
	keyType: 'project',
};

const defaults = Object.fromEntries(
	eventProperties.map(({ name, default: value }) => [name, value]),
);

/** The node itself, with its real code. It refuses a parameter that it does not know. */
export const kainicEvent: NodeType = {
	parameters: /./,
	execute: async (context) => {
		const given = Object.assign<IExecuteFunctions, object>(Object.create(null), n8nOf(context));
		return await runOperation(given, eventProperties, sendEvents, context.continues);
	},
};

/** The part of n8n's context that the node uses. */
function n8nOf(context: NodeContext) {
	return {
		getNode: () => context.node.settings,
		getInputData: () => context.items.map(({ json }) => ({ json })),
		getWorkflowSettings: () => ({}),
		getTimezone: () => context.run.surroundings.timezone,
		getExecutionCancelSignal: () => undefined,
		addExecutionHints: () => undefined,
		evaluateExpression: (text: string, index: number) => context.resolve(`=${text}`, index),
		getCredentials: async () => connection,
		getNodeParameter: (path: string, index: number, fallback: unknown, options?: object) => {
			const raw = context.raw(path) ?? valueAt(defaults, path) ?? fallback;
			return options && 'rawExpressions' in options ? raw : context.resolve(raw, index);
		},
		logger: { warn: () => undefined, info: () => undefined },
		helpers: {
			httpRequestWithAuthentication: async (_: string, { body }: { readonly body: unknown }) => {
				const events = arrayOf(JSON.parse(String(body)), 'events');
				const { run } = context;
				const sent = events.map((each) => objectOf(each, 'an event'));
				const reply = await run.surroundings.collect(sent, run);
				if ('error' in reply) throw Object.assign(new Error(reply.error), { code: reply.error });
				const { status: statusCode, headers = {}, isCut = false, body: text } = reply;
				const stream = Object.assign(arriving(text, isCut), { destroy: () => undefined });
				return { statusCode, headers, body: stream };
			},
		},
	};
}

async function* arriving(text: string, isCut: boolean): AsyncGenerator<string> {
	yield isCut ? text.slice(0, text.length / 2) : text;
	if (isCut) throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}
