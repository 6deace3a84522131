import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { objectOf } from './json';

/** Log-in of the owner of every n8n. Not a secret, since the server listens on loopback only. */
export const ownerLogin = { email: 'owner@shop.example', password: 'Kainic-demo-1' };

/** A log-in to an n8n. */
export interface Session {
	/** Address of n8n, without a slash at the end. */
	url: string;
	/**
	 * Calls n8n's REST interface (`/rest` + path) and returns the `data` of its answer. Waits for an n8n
	 * whose database is not ready.
	 */
	rest(method: string, path: string, body?: unknown): Promise<unknown>;
	/** The log-in's cookie, as `name=value`, for a browser. */
	cookie: string;
	/** The browser ID that the cookie is bound to: header `browser-id`, or local storage. */
	browserId: string;
}

/** Logs the owner in, who is made first if this n8n has none. */
export async function logIn(url: string): Promise<Session> {
	const browserId = randomUUID();
	const setUp = { ...ownerLogin, firstName: 'Shop', lastName: 'Owner' };
	let response = await post(`${url}/rest/owner/setup`, browserId, setUp);
	if (response.status === 400) {
		const entry = { emailOrLdapLoginId: ownerLogin.email, password: ownerLogin.password };
		response = await post(`${url}/rest/login`, browserId, entry);
	}
	if (!response.ok) throw await restError('log in', response);
	const cookie = response.headers
		.getSetCookie()
		.map((line) => line.split(';')[0] ?? '')
		.find((pair) => pair.startsWith('n8n-auth='));
	if (!cookie) throw new Error('n8n gave no cookie at log-in.');
	return makeSession(url, cookie, browserId);
}

function makeSession(url: string, cookie: string, browserId: string): Session {
	const headers = { cookie, 'browser-id': browserId, 'content-type': 'application/json' };
	const rest = async (method: string, path: string, body?: unknown): Promise<unknown> => {
		const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
		const call = async () => await fetch(`${url}/rest${path}`, init);
		// An n8n that was busy for seconds closes idle connections just when the next request comes.
		const response = await onceReady(
			method === 'GET' ? async () => await call().catch(call) : call,
		);
		if (!response.ok) throw await restError(`${method} /rest${path}`, response);
		const answer: unknown = await response.json();
		return objectOf(answer, "n8n's answer")['data'];
	};
	return { url, rest, cookie, browserId };
}

/** Milliseconds for which n8n may refuse everything, and from a refusal to the next call. */
const patience = 60_000;
const retryInterval = 200;

/** An n8n that did not hear from its database in time, as on a busy machine, refuses everything unread. */
export async function onceReady(call: () => Promise<Response>): Promise<Response> {
	for (const end = Date.now() + patience; ; await wait(retryInterval)) {
		const response = await call();
		if (response.status !== 503 || Date.now() > end) return response;
		if (!(await response.clone().text()).includes('Database is not ready')) return response;
	}
}

function post(url: string, browserId: string, body: object): Promise<Response> {
	const headers = { 'content-type': 'application/json', 'browser-id': browserId };
	return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function restError(what: string, response: Response): Promise<Error> {
	const said = (await response.text()).slice(0, 500);
	return new Error(`n8n refused to ${what} (${response.status}): ${said}`);
}
