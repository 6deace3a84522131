import { NodeApiError, type INode, type JsonObject as ErrorJson } from 'n8n-workflow';
import { isObject, type JsonObject } from '../../../tools/n8n/json';
import type { ShopAnswer, ShopRequest } from '../../shops/shared/shop-server';
import { UnknownError, type Variables } from './expressions';
import type { Item, NodeContext, NodeType } from './run';

/** A shop at work: it answers, or the connection breaks. */
export type Shop = (request: ShopRequest) => ShopAnswer | 'broken';

type Query = Readonly<Record<string, string>>;
interface Response {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

/** n8n's node "HTTP Request" with its pages. */
export const httpRequest: NodeType = {
	parameters:
		/^(url=.*|authentication=predefinedCredentialType|nodeCredentialType=\w+|sendQuery=true|queryParameters\.parameters\[\]\.(name|value)=.*|options\.(response\.response\.responseFormat=json|batching\.batch\.(batchSize|batchInterval)=\d+|timeout=\d+|redirect\.redirect\.followRedirects=false|pagination\.pagination\.(paginationMode=updateAParameterInEachRequest|parameters\.parameters\[\]\.(type=qs|name=.*|value=.*)|paginationCompleteWhen=other|completeExpression=.*|limitPagesFetched=true|maxRequests=\d+|requestInterval=\d+)))$/,
	execute: async (context) => {
		const [size, interval] = ['batchSize', 'batchInterval'].map((name) =>
			Number(context.raw(`options.batching.batch.${name}`) ?? 0),
		);
		const isPaged = context.raw('options.pagination') !== undefined;
		const requests: Array<Promise<readonly Response[]>> = [];
		for (const index of context.items.keys()) {
			if (index > 0 && size && interval && index % size === 0)
				await context.run.surroundings.wait(interval);
			const request = isPaged ? pagesOf(context, index) : onePage(context, index);
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
	try {
		if (ended.status === 'rejected') throw ended.reason;
		for (const { body } of ended.value) {
			const read: unknown = typeof body === 'string' ? parsed(body) : body;
			items.push(...[read].flat().map((json) => ({ json: Object(json ?? {}) })));
		}
		return items;
	} catch (error) {
		if (!context.continues || error instanceof UnknownError) throw error;
		// Good pages stay in front of the error. An error of our own is only its message.
		const isOfRequest = ended.status === 'rejected';
		const shown: unknown = isOfRequest ? JSON.parse(JSON.stringify(error)) : messageOf(error);
		return [...items, { json: { error: shown } }];
	}
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function parsed(body: string): unknown {
	if (body === '') return {};
	try {
		return JSON.parse(body);
	} catch {
		throw new Error('Response body is not valid JSON. Change "Response Format" to "Text"');
	}
}

async function onePage(context: NodeContext, index: number): Promise<Response[]> {
	const response = await ask(context, index, {});
	if (isSuccess(response)) return [response];
	const { statusCode, body } = response;
	const message = `${statusCode} - ${JSON.stringify(body)}`;
	throw apiError(context.node.settings, { message, statusCode });
}

async function pagesOf(context: NodeContext, index: number): Promise<Response[]> {
	const option = (name: string) => `options.pagination.pagination.${name}`;
	const parameters = listOf(context.raw(option('parameters.parameters')));
	const names = parameters.map(({ name }) => String(name));
	const most = Number(context.raw(option('maxRequests')));
	const qs = queryOf(context, index);
	const responses: Response[] = [];
	let variables: Partial<Variables> = { $pageCount: 0, $response: {}, $request: { qs } };
	let [identical, former] = [0, ''];
	for (;;) {
		const values = listOf(context.parameter(option('parameters.parameters'), index, variables));
		const changed = names.map((name, place) => [name, values[place]?.['value']] as const);
		const given = changed.filter(([, value]) => value !== undefined && value !== null);
		const response = await ask(context, index, Object.fromEntries(given.map(asText)));
		const text = JSON.stringify(response.body);
		identical = text === former ? identical + 1 : 0;
		former = text;
		if (identical > 2)
			throw new Error('The returned response was identical 5x, so requests got stopped');
		responses.push(response);
		variables = { ...variables, $response: response, $pageCount: responses.length };
		if (responses.length >= most) return responses;
		const isComplete = context.parameter(option('completeExpression'), index, variables);
		if (Boolean(isComplete) && isSuccess(response)) return responses;
		await context.run.surroundings.wait(Number(context.raw(option('requestInterval')) ?? 0));
		if (!isSuccess(response)) throw refused(context, response);
	}
}

const asText = ([name, value]: readonly [string, unknown]) => [name, String(value)] as const;

const listOf = (value: unknown): JsonObject[] =>
	Array.isArray(value) ? value.filter(isObject) : [];

function queryOf(context: NodeContext, index: number): Query {
	const rows = listOf(context.parameter('queryParameters.parameters', index));
	return Object.fromEntries(rows.map(({ name, value }) => [String(name), String(value)]));
}

const isSuccess = ({ statusCode }: Response) => statusCode >= 200 && statusCode < 300;

/** What n8n throws for a page with this answer: not its own error, but that of its client. */
function refused({ continues, node }: NodeContext, { statusCode, headers, body }: Response): Error {
	const error = typeof body === 'string' ? body : JSON.stringify(body);
	const response = { headers: { ...headers }, status: statusCode };
	const message = `${statusCode} - "${error}"`;
	const fields = { statusCode, error, isAxiosError: true, response };
	if (continues) return Object.assign(new Error(message), fields);
	return apiError(node.settings, { message, statusCode });
}

/** n8n's own error, with the message that n8n has for a status. */
function apiError(settings: JsonObject, response: ErrorJson): Error {
	const node: INode = Object.assign(Object.create(null), settings);
	return new NodeApiError(node, response);
}

async function ask(context: NodeContext, index: number, changed: Query): Promise<Response> {
	const url = new URL(String(context.parameter('url', index)));
	const query = new URLSearchParams({ ...queryOf(context, index), ...changed });
	await context.pause();
	const answer = context.run.surroundings.shop({
		path: url.pathname,
		query,
		headers: { host: url.host },
		body: '',
	});
	if (answer === 'broken')
		throw apiError(context.node.settings, { message: 'socket hang up', code: 'ECONNRESET' });
	// What the shop has may change while its answer is on its way.
	const { status, headers = {}, delay = 0 } = answer;
	const body: unknown = JSON.parse(JSON.stringify(answer.body));
	const timeout = Number(context.raw('options.timeout') ?? 300_000);
	await context.run.surroundings.wait(Math.min(delay, timeout));
	if (delay >= timeout)
		throw apiError(context.node.settings, { message: 'timeout', code: 'ECONNABORTED' });
	await context.pause();
	return { statusCode: status, headers, body };
}
