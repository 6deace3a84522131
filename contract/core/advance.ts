import { decideRetry, parseRetryAfter, type RetryPolicy } from '../../nodes/shared/delivery/retry';
import { readResponse } from '../../nodes/shared/kainic/response';
import type { Check, Entry, Outcome, Probe } from './model';
import { listProbes } from './probes';
import { nothingRemoved } from './reading';
import { Seen } from './seen';
import { stopReason } from './stops';

/** Where a run stands. */
export interface State {
	readonly entries: readonly Entry[];
	/** The probe that is being asked, if its last attempt may be followed by another. */
	readonly trying: {
		readonly probe: string;
		readonly attempts: number;
		readonly startedAt: number;
	} | null;
}

export const initialState: State = { entries: [], trying: null };

export interface Clock {
	readonly now: number;
	/** A random number of at least 0 and less than 1. */
	readonly random: number;
}

export type Next =
	| { readonly kind: 'ask'; readonly probe: Probe; readonly wait: number }
	| { readonly kind: 'end'; readonly stopped: boolean };

/** Limits of one request. A test event is never sent twice. */
const policy: RetryPolicy = { maxAttempts: 3, timeout: 30_000, timeBudget: 90_000 };

export const timeout = policy.timeout;

/** Milliseconds between two requests. */
export const pause = 1_000;

/** The request that comes next. */
export function next(check: Check, state: State): Next {
	const seen = new Seen(state.entries);
	const probes = listProbes(check, seen);
	const waiting = probes.filter(({ id }) => seen.of(id) === undefined);
	const probe = waiting.find((each) => stopReason(each, seen, probes) === null);
	if (probe === undefined) return { kind: 'end', stopped: waiting.length > 0 };
	return { kind: 'ask', probe, wait: state.entries.length === 0 ? 0 : pause };
}

/** The state after an attempt at a probe, and how long to wait if it is to be tried again. */
export function record(
	state: State,
	probe: Probe,
	outcome: Outcome,
	clock: Clock & { readonly startedAt: number },
): { readonly state: State; readonly retryIn: number | null } {
	const before = state.trying?.probe === probe.id ? state.trying : null;
	const attempts = outcome.kind === 'skipped' ? 0 : (before?.attempts ?? 0) + 1;
	const startedAt = before?.startedAt ?? clock.startedAt;
	const retryAfter =
		outcome.kind === 'answer' ? parseRetryAfter(outcome.retryAfter ?? undefined, clock.now) : null;
	const decision = decideRetry(
		{
			attempts,
			elapsed: clock.now - startedAt,
			retryable: !probe.mayAddEvent && isRetryable(outcome, retryAfter),
			retryAfter,
			random: clock.random,
		},
		policy,
	);
	if (decision.kind === 'retry') {
		const trying = { probe: probe.id, attempts, startedAt };
		return { state: { ...state, trying }, retryIn: Math.max(decision.delay, pause) };
	}
	const entry = { probe: probe.id, attempts, outcome };
	return { state: { entries: [...state.entries, entry], trying: null }, retryIn: null };
}

/** The nodes' rule, which is the API's own. */
function isRetryable(outcome: Outcome, retryAfter: number | null): boolean {
	if (outcome.kind !== 'answer') return outcome.kind === 'silence';
	const result = readResponse(outcome, nothingRemoved);
	if (result.kind === 'success') return false;
	return result.retry === 'always' || (result.retry === 'when_invited' && retryAfter !== null);
}
