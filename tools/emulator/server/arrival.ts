import type { IncomingMessage } from 'node:http';

import { paths, type EndpointName } from '../kainic';
import type { Arrival } from '../state/ledger';
import type { RequestRecord } from '../state/records';

/** Reads what a request's first lines say. The key is taken out of everything that is kept. */
export function readArrival(request: IncomingMessage) {
	const [path = '/', queryString = ''] = (request.url ?? '/').split(/\?(.*)/s);
	const query = new URLSearchParams(queryString);
	const apiKey = query.get('api_key') ?? undefined;
	query.delete('api_key');
	const withoutKey = (text: string) => (apiKey ? text.replaceAll(apiKey, '[key]') : text);
	const { endpoint, pathParameters } = routeOf(path);
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

const templates = Object.entries(paths).map(([endpoint, template]) => ({
	endpoint: endpoint as EndpointName,
	pattern: new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/** A path with a broken `%` escape has no endpoint. */
function routeOf(path: string): Pick<RequestRecord, 'endpoint' | 'pathParameters'> {
	for (const { endpoint, pattern } of templates) {
		const pathParameters = decoded(pattern.exec(path));
		if (pathParameters !== undefined) return { endpoint, pathParameters };
	}
	return { endpoint: null, pathParameters: {} };
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
