import { isDeepStrictEqual } from 'node:util';
import type { AcceptedEvent, RequestRecord } from '../emulator';
import type { Item } from '../n8n';
import { isObject } from '../n8n/json';

export interface EventsEvidence {
	/** The items that Kainic Event was given. `event_number` tells the events apart. */
	readonly sent: readonly Item[];
	/** Items of its first output, and of its error branch. */
	readonly accepted: readonly Item[];
	readonly refused: readonly Item[];
	/** What Kainic has. */
	readonly arrived: readonly AcceptedEvent[];
	/** Every request that Kainic got. */
	readonly requests: ReadonlyArray<Pick<RequestRecord, 'endpoint' | 'number'>>;
}

/** The demo's figures, as its last line gives them. */
const expected = { sent: 1000, accepted: 993, rejected: 7, requests: 10 };

/** Compares what n8n reports with what Kainic has. */
export function verifyEvents({ sent, accepted, refused, arrived, requests }: EventsEvidence) {
	const figures = {
		sent: sent.length,
		accepted: arrived.length,
		rejected: refused.length,
		requests: requests.filter(({ endpoint }) => endpoint === 'events').length,
	};
	const inputs = inOrder(sent.map(({ json }) => json));
	const came = inOrder([
		...arrived.map(({ event }) => event),
		...refused.map(({ json: { error: _error, ...input } }) => input),
	]);
	const reported = inOrder(accepted.map(({ json: { kainic: _kainic, ...input } }) => input));
	const checks = [
		[isDeepStrictEqual(figures, expected), `${JSON.stringify(figures)} came, as planned`],
		[isDeepStrictEqual(came, inputs), 'each event arrived once, or was refused, as it was sent'],
		[
			isDeepStrictEqual(reported, inOrder(arrived.map(({ event }) => event))),
			'n8n reports as accepted what Kainic has',
		],
		[accepted.every(isAccepted), 'each accepted item has kainic.status'],
		[refused.every(hasCode), 'each refused item has a code'],
	] as const;
	return {
		figures,
		lines: [
			`Kainic has ${figures.accepted} events, from ${figures.requests} requests.`,
			`n8n reports ${accepted.length} as accepted; ${refused.length} are in the error branch (n8n counts items from 0):`,
			...refused.map(({ json: { error } }) =>
				isObject(error) ? `  ${String(error['code'])}: ${String(error['message'])}` : '  no code',
			),
		],
		problems: checks.flatMap(([holds, text]) => (holds ? [] : [`Not true: ${text}.`])),
	};
}

function inOrder(events: ReadonlyArray<Item['json']>): Array<Item['json']> {
	return [...events].sort((a, b) => Number(a['event_number']) - Number(b['event_number']));
}

function isAccepted({ json: { kainic } }: Item): boolean {
	return isObject(kainic) && kainic['status'] === 'accepted';
}

function hasCode({ json: { error } }: Item): boolean {
	return isObject(error) && typeof error['code'] === 'string';
}
