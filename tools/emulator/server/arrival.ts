import type { IncomingMessage } from 'node:http';

import type { Arrival } from '../state/ledger';
import type { Router } from './routes';

/** Reads what a request's first lines say. The key is taken out of everything that is kept. */
export function readArrival(request: IncomingMessage, route: Router, now: number) {
	const [path = '/', queryString = ''] = (request.url ?? '/').split(/\?(.*)/s);
	const query = new URLSearchParams(queryString);
	const apiKey = query.get('api_key') ?? undefined;
	query.delete('api_key');
	const { endpoint, pathParameters } = route(path);
	const arrival: Arrival = {
		endpoint,
		method: request.method ?? '',
		path,
		pathParameters,
		query: Object.fromEntries(query),
		headers: readHeaders(request, apiKey),
		receivedAt: now,
	};
	return { arrival, apiKey };
}

function readHeaders(request: IncomingMessage, apiKey: string | undefined): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(request.headers)) {
		const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
		headers[name] = apiKey ? text.replaceAll(apiKey, '[key]') : text;
	}
	return headers;
}
