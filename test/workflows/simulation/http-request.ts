import { NodeApiError, type INode, type JsonObject as ErrorJson } from 'n8n-workflow';
import { isObject, objectOf, type JsonObject } from '../../../tools/n8n/json';
import type { ShopAnswer, ShopRequest } from '../../support/doubles/server/server';
import { app } from '../../support/doubles/shopify';
import type { Variables } from './expressions';
import { messageOf, type Item, type NodeContext, type NodeType } from './run';

/** A shop at work: it answers, or the connection breaks. */
export type Shop = (request: ShopRequest) => ShopAnswer | 'broken';

type Response = Readonly<{ statusCode: number; headers: Record<string, string>; body: unknown }>;

/** n8n's node "HTTP Request" with its pages. */
export const httpRequest: NodeType = {
	parameters:
		/^(method=POST|url=.*|authentication=(predefined|generic)CredentialType|nodeCredentialType=\w+|genericAuthType=httpCustomAuth|send(Query|Headers|Body)=true|(query|header)Parameters\.parameters\[\]\.(name|value)=.*|specifyBody=json|jsonBody=[\s\S]*|options\.(response\.response\.(responseFormat=json|(fullResponse|neverError)=true)|batching\.batch\.(batchSize|batchInterval)=\d+|timeout=\d+|redirect\.redirect\.followRedirects=false|pagination\.pagination\.(paginationMode=updateAParameterInEachRequest|parameters\.parameters\[\]\.(type=(qs|body)|name=.*|value=.*)|paginationCompleteWhen=other|completeExpression=.*|limitPagesFetched=true|maxRequests=\d+|requestInterval=.*)))$/,
	execute: async (context) => {
		const [size, interval] = ['batchSize', 'batchInterval'].map((name) =>
			Number(context.raw(`options.batching.batch.${name}`) ?? 0),
		);
		const paging = context.raw('options.pagination.pagination');
		const requests: Array<Promise<readonly Response[]>> = [];
		for (const index of context.items.keys()) {
			if (index > 0 && size && interval && index % size === 0)
				await context.run.surroundings.wait(interval);
			const request = isObject(paging) ? pagesOf(context, index, paging) : onePage(context, index);
			// It may fail before somebody asks how it ended.
			request.catch(() => undefined);
			requests.push(request);
		}
		const ended = await Promise.allSettled(requests);
		return [ended.flatMap((each) => itemsOf(context, each))];
	},
};

function itemsOf(context: NodeContext, ended: PromiseSettledResult<readonly Response[]>): Item[] {
	const items: Item[] = [];
	const isFull = context.raw('options.response.response.fullResponse') === true;
	if (ended.status === 'rejected') {
		if (!context.continues) throw ended.reason;
		return [{ json: { error: JSON.parse(JSON.stringify(ended.reason)) } }];
	}
	if (isFull) return ended.value.map((response) => ({ json: fullResponse(response) }));
	try {
		for (const { body } of ended.value)
			items.push(...[parsed(body)].flat().map((json) => ({ json: Object(json ?? {}) })));
		return items;
	} catch (error) {
		if (!context.continues) throw error;
		// Good pages stay in front of the error.
		return [...items, { json: { error: messageOf(error) } }];
	}
}

/** With *Include Response Headers and Status*, a text is the field `data`. */
function fullResponse({ body, ...response }: Response): JsonObject {
	return { ...response, [typeof body === 'string' ? 'data' : 'body']: body };
}

function parsed(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body);
	} catch {
		throw new Error('Response body is not valid JSON. Change "Response Format" to "Text"');
	}
}

async function onePage(context: NodeContext, index: number): Promise<Response[]> {
	const response = await ask(context, index, { query: {}, body: {} });
	if (isSuccess(response) || neverFails(context)) return [response];
	const { statusCode, body } = response;
	throw apiError(context, { message: `${statusCode} - ${JSON.stringify(body)}`, statusCode });
}

async function pagesOf(context: NodeContext, index: number, paging: JsonObject) {
	const responses: Response[] = [];
	const query = queryOf(context.parameter('queryParameters', index));
	let variables: Variables = { $pageCount: 0, $response: {}, $request: { qs: query } };
	for (;;) {
		const changed = changedOf(context.resolve(paging['parameters'], index, variables));
		const response = await ask(context, index, changed);
		responses.push(response);
		variables = { ...variables, $response: response, $pageCount: responses.length };
		if (responses.length >= Number(paging['maxRequests'])) return responses;
		const isComplete = context.resolve(paging['completeExpression'], index, variables);
		const isGood = isSuccess(response) || neverFails(context);
		if (Boolean(isComplete) && isGood) return responses;
		const interval = context.resolve(paging['requestInterval'] ?? 0, index, variables);
		await context.run.surroundings.wait(Number(interval));
		if (!isGood) throw refused(context, response);
	}
}

/** What a page changes in its request. */
interface Changed {
	readonly query: Readonly<Record<string, string>>;
	readonly body: JsonObject;
}

function changedOf(list: unknown): Changed {
	const rows = [objectOf(list, 'parameters')['parameters'] ?? []].flat();
	const ofType = (type: string) => rows.filter((row) => Object(row).type === type);
	const body = ofType('body').map((row) => [Object(row).name, Object(row).value]);
	return { query: queryOf({ parameters: ofType('qs') }), body: Object.fromEntries(body) };
}

/** The rows of a list of parameters. One without a value is left out. */
function queryOf(list: unknown): Record<string, string> {
	const { parameters = [] } = objectOf(list ?? {}, 'parameters');
	const rows = [parameters].flat().map((row) => objectOf(row, 'a row'));
	const given = rows.filter(({ value }) => value !== undefined && value !== null);
	return Object.fromEntries(given.map(({ name, value }) => [String(name), String(value)]));
}

/** Whether the node takes any answer as a good one. */
const neverFails = (context: NodeContext): boolean =>
	context.raw('options.response.response.neverError') === true;

const isSuccess = ({ statusCode }: Response) => statusCode >= 200 && statusCode < 300;

/** What n8n throws for a page with this answer: not its own error, but that of its client. */
function refused(context: NodeContext, { statusCode, headers, body }: Response): Error {
	const error = typeof body === 'string' ? body : JSON.stringify(body);
	const message = `${statusCode} - "${error}"`;
	if (!context.continues) return apiError(context, { message, statusCode });
	const response = { headers: { ...headers }, status: statusCode };
	return Object.assign(new Error(message), { statusCode, error, isAxiosError: true, response });
}

/** n8n's own error, with the message that n8n has for a status. */
function apiError({ node }: NodeContext, response: ErrorJson): Error {
	const settings: INode = Object.assign(Object.create(null), node.settings);
	return new NodeApiError(settings, response);
}

/** As n8n does it, at any depth. */
function merged(own: JsonObject, more: JsonObject): JsonObject {
	const fields = Object.entries(more).map(([name, value]) => {
		const before = own[name];
		return [name, isObject(value) && isObject(before) ? merged(before, value) : value];
	});
	return { ...own, ...Object.fromEntries(fields) };
}

/** The body of a request, with what its page and n8n's credential *Custom Auth* add to it. */
function bodyOf(context: NodeContext, index: number, changed: JsonObject): string {
	const given = context.parameter('jsonBody', index);
	if (given === undefined) return '';
	const own = objectOf(typeof given === 'string' ? JSON.parse(given) : given, 'a body');
	const account = context.raw('genericAuthType') === undefined ? {} : app;
	return JSON.stringify({ ...merged(own, changed), ...account });
}

async function ask(context: NodeContext, index: number, changed: Changed): Promise<Response> {
	const url = new URL(String(context.parameter('url', index)));
	const own = queryOf(context.parameter('queryParameters', index));
	const query = new URLSearchParams({ ...own, ...changed.query });
	const given = Object.entries(queryOf(context.parameter('headerParameters', index)));
	const headers = Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
	await context.run.surroundings.pause();
	const request = {
		...{ path: url.pathname, query, headers: { host: url.host, ...headers } },
		body: bodyOf(context, index, changed.body),
	};
	const answer = context.run.surroundings.shop(request);
	if (answer === 'broken')
		throw apiError(context, { message: 'socket hang up', code: 'ECONNRESET' });
	// What the shop has may change while its answer is on its way.
	const { status, headers: answered = {}, delay = 0 } = answer;
	const body: unknown = JSON.parse(JSON.stringify(answer.body));
	const timeout = Number(context.raw('options.timeout') ?? 300_000);
	await context.run.surroundings.wait(Math.min(delay, timeout));
	if (delay >= timeout) throw apiError(context, { message: 'timeout', code: 'ECONNABORTED' });
	await context.run.surroundings.pause();
	return { statusCode: status, headers: answered, body };
}
