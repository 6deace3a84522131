import type { IncomingMessage } from 'node:http';

import type { Contract } from '../contract';
import type { Arrival } from '../state/ledger';
import type { RequestRecord } from '../state/records';

/** Reads what a request's first lines say. The key is taken out of everything that is kept. */
export function readArrival(request: IncomingMessage, route: Router) {
	const [path = '/', queryString = ''] = (request.url ?? '/').split(/\?(.*)/s);
	const query = new URLSearchParams(queryString);
	const apiKey = query.get('api_key') ?? undefined;
	query.delete('api_key');
	const withoutKey = (text: string) => (apiKey ? text.replaceAll(apiKey, '[key]') : text);
	const { endpoint, pathParameters } = route(path);
	const arrival: Arrival = {
		endpoint,
		method: request.method ?? '',
		path,
		pathParameters,
		query: Object.fromEntries(query),
		headers: Object.fromEntries(
			Object.entries(request.headers).map(([name, value]) => [name, withoutKey(String(value))]),
		),
		receivedAt: Date.now(),
	};
	return { arrival, apiKey };
}

type Route = Pick<RequestRecord, 'endpoint' | 'pathParameters'>;

export type Router = (path: string) => Route;

/** Makes a router of the contract's path templates. A path with a broken `%` escape has no endpoint. */
export function makeRouter({ operations }: Contract): Router {
	const templates = operations.map(({ name: endpoint, path: template }) => ({
		endpoint,
		pattern: new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
	}));
	return (path) => {
		for (const { endpoint, pattern } of templates) {
			const pathParameters = decoded(pattern.exec(path));
			if (pathParameters !== undefined) return { endpoint, pathParameters };
		}
		return { endpoint: null, pathParameters: {} };
	};
}

function decoded(match: RegExpExecArray | null): Record<string, string> | undefined {
	if (match === null) return undefined;
	try {
		const entries = Object.entries(match.groups ?? {});
		return Object.fromEntries(entries.map(([name, text]) => [name, decodeURIComponent(text)]));
	} catch {
		return undefined;
	}
}
