import { z } from 'zod/v4';

import { paths, type EndpointName } from '../kainic';
import { checked, status } from '../settings';

/** Which requests a fault takes. Without any of these: the next one request, whatever it asks. */
const selection = {
	/** Any endpoint by default. */
	endpoint: z.custom<EndpointName>((name) => Object.hasOwn(paths, String(name))).optional(),
	/** How many requests it takes, 1 by default. */
	count: z.int().min(0).or(z.literal('always')).optional(),
	/** How many matching requests it lets pass first, 0 by default. */
	after: z.int().min(0).optional(),
	/** Chance of taking a request, from 0 to 1. One that it lets pass does not use up `count`. */
	probability: z.number().min(0).max(1).optional(),
};

const kind = <Kind extends string, Shape extends z.ZodRawShape>(name: Kind, shape: Shape) =>
	z.strictObject({ kind: z.literal(name), ...selection, ...shape });

/** An answer that the fault spells out. */
const given = {
	status,
	headers: z.record(z.string(), z.string()).optional(),
	/** `{url}` in it becomes the address of the request, with the key. */
	body: z.string().optional(),
	contentType: z.string().optional(),
};
export type GivenAnswer = z.infer<z.ZodObject<typeof given>>;

/** Whether the request is processed (e.g. events accepted) before the fault strikes. */
const processing = { processed: z.boolean().optional() };
const place = z.enum(['request', 'half_body', 'after_request', 'half_answer']);

const fault = z.discriminatedUnion('kind', [
	/** Reads the whole request, then gives this answer. */
	kind('answer', { ...given, ...processing }),
	/** Answers in the middle of the request's body, does not process it, and drops the rest. */
	kind('early_answer', given),
	/** Waits, then continues normally; with `processed`, only the answer is late. */
	kind('delay', { delayMs: z.number().min(0), ...processing }),
	/** Takes the request and never answers. */
	kind('hang', processing),
	/** Resets the connection. At the last two points the request was processed. */
	kind('drop', { at: place }),
	/** Processed; a valid HTTP answer whose JSON is cut in half. */
	kind('truncate', {}),
	/** Processed; the answer's body comes one byte a second. */
	kind('trickle', {}),
]);

export type Fault = z.infer<typeof fault>;
export type FaultKind = Fault['kind'];

/** What people read of a fault. */
export const faultWords: Readonly<Record<FaultKind, string>> = {
	answer: 'a made-up answer',
	early_answer: 'an answer before the request has ended',
	delay: 'a late answer',
	hang: 'no answer',
	drop: 'a broken connection',
	truncate: 'half of the answer',
	trickle: 'a slow answer',
};

/** One line, for example `a made-up answer: HTTP 503, only events`. */
export function describeFault(fault: Fault): string {
	const status = 'status' in fault ? `: HTTP ${fault.status}` : '';
	const processed =
		'processed' in fault && fault.processed ? ', after the request was accepted' : '';
	const only = fault.endpoint === undefined ? '' : `, only ${fault.endpoint}`;
	return `${faultWords[fault.kind]}${status}${processed}${only}`;
}

/** @throws an Error that names the first field of JSON from outside that is not valid */
export function faultOf(json: unknown): Fault {
	return checked('fault', fault, json);
}

/** A fault that still waits for requests. */
export interface WaitingFault {
	/** Counts from 1, in the order in which the faults were injected. */
	number: number;
	fault: Fault;
	/** How many matching requests it still lets pass. */
	skip: number;
	/** How many requests it still takes. */
	left: number | 'always';
}

/** @returns whether the request reaches Kainic's function, so that the fault concerns its answer */
export function isProcessed(action: Fault): boolean {
	if ('processed' in action) return action.processed ?? false;
	if (action.kind === 'drop') return action.at === 'after_request' || action.at === 'half_answer';
	return action.kind === 'truncate' || action.kind === 'trickle';
}
