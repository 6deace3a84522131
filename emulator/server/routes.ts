import type { Contract } from '../contract';
import type { EndpointName } from '../settings';

export interface Route {
	endpoint: EndpointName;
	/** Decoded. */
	pathParameters: Record<string, string>;
}

export type Router = (path: string) => Route | undefined;

/** Makes a router of the contract's path templates. A path with a broken `%` escape has no route. */
export function makeRouter({ operations }: Contract): Router {
	const templates = operations.map(({ name: endpoint, path: template }) => ({
		endpoint,
		pattern: new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
	}));
	return (path) => {
		for (const { endpoint, pattern } of templates) {
			const match = pattern.exec(path);
			if (match !== null) return decoded(endpoint, match.groups ?? {});
		}
		return undefined;
	};
}

function decoded(endpoint: EndpointName, groups: Record<string, string>): Route | undefined {
	try {
		const entries = Object.entries(groups);
		const pathParameters = Object.fromEntries(
			entries.map(([name, text]) => [name, decodeURIComponent(text)]),
		);
		return { endpoint, pathParameters };
	} catch {
		return undefined;
	}
}
