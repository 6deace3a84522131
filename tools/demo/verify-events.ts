import { isDeepStrictEqual } from 'node:util';
import type { AcceptedEvent, RequestRecord } from '../emulator/state/records';
import type { Item } from '../n8n';
import { type JsonObject, isObject } from '../n8n/json';
import type { Finding } from './workflow';

/** The demo's figures, as its last line gives them. */
export interface Figures {
	/** Items that Kainic Event was given. */
	sent: number;
	/** Events that Kainic has. */
	accepted: number;
	/** Items that came out of the error branch. */
	rejected: number;
	/** Requests that Kainic got for them. */
	requests: number;
}

export interface EventsEvidence {
	/** The items that Kainic Event was given. */
	sent: readonly Item[];
	/** Items of its first output, and of its error branch. */
	accepted: readonly Item[];
	refused: readonly Item[];
	/** What Kainic has, in the order of arrival. */
	arrived: readonly AcceptedEvent[];
	/** Every request that Kainic got. */
	requests: ReadonlyArray<Pick<RequestRecord, 'endpoint' | 'number'>>;
}

const expected = { sent: 1000, accepted: 993, rejected: 7, requests: 10 };

/** Compares what n8n reports with what Kainic has; `event_number` tells the events apart, and counts from 0 as n8n counts items. */
export function verifyEvents(evidence: EventsEvidence): Finding & { figures: Figures } {
	const { sent, accepted, refused, arrived, requests } = evidence;
	const figures = {
		sent: sent.length,
		accepted: arrived.length,
		rejected: refused.length,
		requests: requests.filter(({ endpoint }) => endpoint === 'events').length,
	};
	const problems = [
		...differences(figures),
		...problemsOfArrival(sent, arrived),
		...problemsOfAccepted(accepted, arrived),
		...problemsOfRefused(sent, refused, arrived),
	];
	return { figures, lines: describe(evidence, figures.requests), problems };
}

function differences(figures: typeof expected): string[] {
	return Object.entries(expected).flatMap(([name, count]) => {
		const found = Object.entries(figures).find(([key]) => key === name)?.[1];
		return found === count ? [] : [`${name} should be ${count}, but is ${found}.`];
	});
}

function problemsOfArrival(sent: readonly Item[], arrived: readonly AcceptedEvent[]): string[] {
	const numbers = arrived.map(({ event }) => numberOf(event));
	const twice = numbers.filter((number, index) => numbers.indexOf(number) !== index);
	const disorder = numbers.findIndex((number, index) => number < (numbers[index - 1] ?? 0));
	const inputs = byNumber(sent);
	const altered = arrived.filter(
		({ event }) => !isDeepStrictEqual(event, inputs.get(numberOf(event))?.json),
	);
	return [
		...(twice.length > 0 ? [`Arrived twice: events ${twice.join(', ')}.`] : []),
		...(disorder >= 0 ? [`Out of order: event ${numbers[disorder]}.`] : []),
		...altered.map(({ event }) => `Event ${numberOf(event)} arrived otherwise than it was sent.`),
	];
}

function problemsOfAccepted(
	accepted: readonly Item[],
	arrived: readonly AcceptedEvent[],
): string[] {
	const reported = new Set(accepted.map(({ json }) => numberOf(json)));
	const there = new Set(arrived.map(({ event }) => numberOf(event)));
	const missing = [...reported].filter((number) => !there.has(number));
	const unreported = [...there].filter((number) => !reported.has(number));
	const unmarked = accepted.filter(({ json }) => !isAccepted(json['kainic']));
	return [
		...missing.map((number) => `Event ${number} is reported as accepted, but Kainic has it not.`),
		...unreported.map((number) => `Kainic has event ${number}, but n8n does not report it.`),
		...unmarked.map(({ json }) => `Event ${numberOf(json)} came out without kainic.status.`),
	];
}

function problemsOfRefused(
	sent: readonly Item[],
	refused: readonly Item[],
	arrived: readonly AcceptedEvent[],
): string[] {
	const inputs = byNumber(sent);
	const there = new Set(arrived.map(({ event }) => numberOf(event)));
	return refused.flatMap(({ json }) => {
		const { error, ...input } = json;
		const number = numberOf(json);
		const kept = isDeepStrictEqual(input, inputs.get(number)?.json);
		const coded = isObject(error) && typeof error['code'] === 'string';
		return [
			...(kept ? [] : [`Refused event ${number} came out without its own input.`]),
			...(coded ? [] : [`Refused event ${number} came out without a code.`]),
			...(there.has(number) ? [`Refused event ${number} arrived all the same.`] : []),
		];
	});
}

function describe({ accepted, refused, arrived }: EventsEvidence, requests: number): string[] {
	const sizes = new Map<number, number>();
	for (const { request } of arrived) sizes.set(request, (sizes.get(request) ?? 0) + 1);
	return [
		`Kainic has ${arrived.length} events, from ${requests} requests (${[...sizes.values()].join(', ')}).`,
		`n8n reports ${accepted.length} as accepted; ${refused.length} are in the error branch (n8n counts items from 0):`,
		...refused.map(({ json }) => {
			const error = isObject(json['error']) ? json['error'] : {};
			return `  ${String(error['code'])}: ${String(error['message'])}`;
		}),
	];
}

function isAccepted(kainic: unknown): boolean {
	return isObject(kainic) && kainic['status'] === 'accepted';
}

function byNumber(items: readonly Item[]): Map<number, Item> {
	return new Map(items.map((item) => [numberOf(item.json), item]));
}

function numberOf(event: JsonObject): number {
	const number = event['event_number'];
	return typeof number === 'number' ? number : Number.NaN;
}
