import type { EndpointName } from '../settings';

/** Which requests a fault takes. Without any of these: the next one request, whatever it asks. */
export interface FaultSelection {
	/** Any endpoint by default. */
	endpoint?: EndpointName;
	/** How many requests it takes, 1 by default. */
	count?: number | 'always';
	/** How many matching requests it lets pass first, 0 by default. */
	after?: number;
	/** Chance of taking a request, from 0 to 1. One that it lets pass does not use up `count`. */
	probability?: number;
}

/** Whether the request is processed (e.g. events accepted) before the fault strikes. */
interface Processing {
	processed?: boolean;
}

/** An answer that the fault spells out. */
export interface GivenAnswer {
	status: number;
	headers?: Record<string, string>;
	body?: string;
	contentType?: string;
}

export type FaultAction =
	/** Reads the whole request, then gives this answer. */
	| ({ kind: 'answer' } & GivenAnswer & Processing)
	/**
	 * Answers in the middle of the request's body, and does not process it. `close` breaks the
	 * connection after the answer; otherwise the rest is read and dropped.
	 */
	| ({ kind: 'early_answer'; at?: 'half_body'; close?: boolean } & GivenAnswer)
	/** Waits, then goes on normally; with `processed`, only the answer is late. */
	| ({ kind: 'delay'; delayMs: number } & Processing)
	/** Takes the request and never answers. */
	| ({ kind: 'hang' } & Processing)
	/** Resets the connection. At the last two points the request was processed. */
	| { kind: 'drop'; at: 'request' | 'half_body' | 'after_request' | 'half_answer' }
	/** Processed; a valid HTTP answer whose JSON is cut in half. */
	| { kind: 'truncate' }
	| ({ kind: 'html'; status?: number } & Processing)
	| ({ kind: 'not_json'; status?: number; body?: string } & Processing)
	/** Processed; the answer's body comes at this rate, 1 by default. */
	| { kind: 'trickle'; bytesPerSecond?: number }
	/** 401 by default. */
	| { kind: 'refuse_key'; status?: number }
	/** Repeats the whole URL, with the key: in a fail message (default) or in a success's data. */
	| { kind: 'echo_url'; as?: 'fail' | 'success'; status?: number }
	/** Processed; the answer is padded by this many bytes. */
	| { kind: 'large'; bytes: number }
	/** 307 by default. */
	| { kind: 'redirect'; status?: number; location: string }
	/** Processed; the answer is compressed, or compressed and damaged. */
	| { kind: 'gzip' }
	| { kind: 'broken_gzip' };

export type FaultKind = FaultAction['kind'];

export type Fault = FaultSelection & FaultAction;

/** A fault that still waits for requests. */
export interface WaitingFault {
	/** Counts from 1. */
	id: number;
	fault: Fault;
	/** How many matching requests it still lets pass. */
	skip: number;
	/** How many requests it still takes. */
	left: number | 'always';
	/** How many it took. */
	taken: number;
}

const alwaysProcessed: ReadonlySet<FaultKind> = new Set<FaultKind>([
	'truncate',
	'trickle',
	'large',
	'gzip',
	'broken_gzip',
]);

/** @returns whether the request reaches Kainic's function, so that the fault concerns its answer */
export function isProcessed(action: FaultAction): boolean {
	if ('processed' in action) return action.processed ?? false;
	if (action.kind === 'drop') return action.at === 'after_request' || action.at === 'half_answer';
	if (action.kind === 'echo_url') return action.as === 'success';
	return alwaysProcessed.has(action.kind);
}
