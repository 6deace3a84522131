import type { Operation } from '../contract';
import type { EndpointName } from '../settings';

export interface Route {
	endpoint: EndpointName;
	/** Decoded. */
	pathParameters: Record<string, string>;
}

export type Router = (path: string) => Route | undefined;

/** Makes a router of the contract's path templates. A path with a broken `%` escape has no route. */
export function makeRouter(operations: readonly Operation[]): Router {
	const templates = operations.map(({ endpoint, path }) => ({ endpoint, parts: path.split('/') }));
	return (path) => {
		const parts = path.split('/');
		for (const template of templates) {
			const pathParameters = match(template.parts, parts);
			if (pathParameters) return { endpoint: template.endpoint, pathParameters };
		}
		return undefined;
	};
}

function match(template: readonly string[], parts: readonly string[]) {
	if (template.length !== parts.length) return undefined;
	const parameters: Record<string, string> = {};
	for (const [index, expected] of template.entries()) {
		const part = parts[index] ?? '';
		if (!expected.startsWith('{')) {
			if (expected !== part) return undefined;
			continue;
		}
		const value = decode(part);
		if (value === undefined || value === '') return undefined;
		parameters[expected.slice(1, -1)] = value;
	}
	return parameters;
}

function decode(part: string): string | undefined {
	try {
		return decodeURIComponent(part);
	} catch {
		return undefined;
	}
}
