import { InputProblem } from '../failure';

/** What the credential holds, checked. */
export interface Connection {
	/** Without a slash at its end. */
	readonly baseUrl: string;
	readonly projectId: string;
	readonly apiKey: string;
}

const where = 'Open the Kainic API credential and correct it.';

/** Checks the credential's fields. Throws an InputProblem that says which one is wrong. */
export function readConnection(fields: Readonly<Record<string, unknown>>): Connection {
	return {
		baseUrl: checkBaseUrl(fields.baseUrl),
		projectId: filled(fields.projectId, 'Project ID'),
		apiKey: filled(fields.apiKey, 'API Key'),
	};
}

/**
 * Checks an address that the API key is going to be sent to: https, or http to this machine alone,
 * since the key travels in the query. Returns it without a slash at its end; throws an InputProblem.
 */
export function checkBaseUrl(value: unknown): string {
	const text = filled(value, 'Base URL').replace(/\/+$/, '');
	if (!URL.canParse(text)) {
		throw new InputProblem('The base URL in the credential is not an address.', {
			advice: `${where} It looks like https://host.`,
		});
	}
	const url = new URL(text);
	refuseUnsafe(url);
	if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
		throw new InputProblem('The base URL in the credential holds more than a host and a path.', {
			advice: `${where} It must not have a user name, a question mark or a hash.`,
		});
	}
	return text;
}

/** Throws an InputProblem where the API key would travel in plain text beyond this machine. */
export function refuseUnsafe(url: URL): void {
	if (url.protocol === 'https:') return;
	if (url.protocol === 'http:' && isLoopback(url.hostname)) return;
	throw new InputProblem(
		url.protocol === 'http:'
			? 'The API key is not sent over plain http, where others can read it.'
			: `The API key is not sent over ${url.protocol.replace(':', '')}.`,
		{ advice: `${where} The base URL must begin with https:// (http:// only for 127.0.0.1).` },
	);
}

function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function filled(value: unknown, label: string): string {
	if (typeof value === 'string' && value.trim() !== '') return value.trim();
	throw new InputProblem(`The credential has no ${label}.`, { advice: where });
}
