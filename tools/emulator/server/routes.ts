import type { Contract } from '../contract';
import type { RequestRecord } from '../state/records';

export type Route = Pick<RequestRecord, 'endpoint' | 'pathParameters'>;

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
