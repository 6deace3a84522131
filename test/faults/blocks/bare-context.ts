import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import type { IDataObject, IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';

/** A node with its input, without n8n around it. */
export interface BareRun {
	readonly type: INodeType;
	readonly items: readonly IDataObject[];
	readonly parameters: INodeParameters;
	readonly credential: IDataObject;
}

/**
 * As much of n8n as the nodes use, and nothing that takes time, so that whatever holds the event loop
 * is the node's own work. Requests are real ones. An expression is `={{ $json.name }}`.
 */
export function bareContext({ type, items, parameters, credential }: BareRun): IExecuteFunctions {
	const input = items.map((json) => ({ json }));
	const resolve = (raw: unknown, index: number): unknown => {
		if (typeof raw === 'string' && raw.startsWith('=')) {
			return items[index]?.[/\$json\.(\w+)/.exec(raw)?.[1] ?? ''];
		}
		if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
		return Object.fromEntries(
			Object.entries(raw).map(([name, value]) => [name, resolve(value, index)]),
		);
	};
	const node = {
		type: `n8n-nodes-kainic.${type.description.name}`,
		name: 'Node',
		onError: 'continueErrorOutput',
		parameters,
	};
	return Object({
		getInputData: () => input,
		getWorkflowSettings: () => ({}),
		getTimezone: () => 'Europe/Berlin',
		getNode: () => node,
		getNodeParameter: (
			name: string,
			index: number,
			fallback: unknown,
			options?: { rawExpressions?: boolean },
		) => {
			const raw = rawParameter(type, parameters, name);
			if (raw === undefined) return fallback;
			return options?.rawExpressions === true ? raw : resolve(raw, index);
		},
		getCredentials: async () => credential,
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => true,
		addExecutionHints: () => undefined,
		getContext: () => ({}),
		getExecutionId: () => '1',
		getMode: () => 'trigger',
		getExecutionContext: () => undefined,
		evaluateExpression: () => 0,
		logger: { info: () => undefined, warn: () => undefined },
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: RequestOptions) =>
				await ask(options),
		},
	});
}

function rawParameter(type: INodeType, parameters: INodeParameters, name: string): unknown {
	const found = name.split('.').reduce<unknown>((value, part) => Object(value)[part], parameters);
	if (found !== undefined) return found;
	return type.description.properties.find((property) => property.name === name)?.default;
}

interface RequestOptions {
	readonly url: string;
	readonly headers: Record<string, string>;
	readonly body: Buffer | FormData;
}

async function ask({ url, headers, body }: RequestOptions): Promise<unknown> {
	const isForm = body instanceof FormData;
	const form = isForm ? new Response(body) : null;
	const type = form === null ? {} : { 'content-type': form.headers.get('content-type') ?? '' };
	const outgoing = request(url, { method: 'POST', headers: { ...headers, ...type } });
	const answered = once(outgoing, 'response');
	if (form?.body) Readable.fromWeb(Object(form.body)).pipe(outgoing);
	else outgoing.end(body);
	const [response]: IncomingMessage[] = await answered;
	return { statusCode: response?.statusCode, headers: response?.headers, body: response };
}
