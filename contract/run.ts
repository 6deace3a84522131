import { initialState, next, record, type State } from './core/advance';
import type { Check, EndReason, Entry, Outcome, Probe } from './core/model';

/** What a run needs from outside. */
export interface Surroundings {
	readonly signal: AbortSignal;
	/** Asks the person about a request. */
	confirm(probe: Probe): Promise<'send' | 'skip' | 'stop'>;
	send(probe: Probe): Promise<Outcome>;
	/** Ends early, without an error, when the signal does. */
	sleep(milliseconds: number): Promise<void>;
	/** Called after each answer, and before each further attempt. */
	changed(entries: readonly Entry[], retryIn: number | null): void;
	now(): number;
	random(): number;
}

export interface Ran {
	readonly entries: readonly Entry[];
	readonly end: EndReason;
}

/** Sends one request at a time, until the list is through. Never throws for what Kainic answers. */
export async function run(check: Check, io: Surroundings): Promise<Ran> {
	let state = initialState;
	for (;;) {
		const coming = next(check, state);
		if (io.signal.aborted) return { entries: state.entries, end: 'interrupted' };
		if (coming.kind === 'end') {
			return { entries: state.entries, end: coming.stopped ? 'stopped' : 'complete' };
		}
		const answer = await io.confirm(coming.probe);
		if (answer === 'stop' || io.signal.aborted) {
			return { entries: state.entries, end: 'interrupted' };
		}
		if (answer === 'send') await io.sleep(coming.wait);
		state = await ask(state, coming.probe, answer === 'skip', io);
	}
}

/** One request with its further attempts, if the API's retry rule allows any. */
async function ask(
	before: State,
	probe: Probe,
	isSkipped: boolean,
	io: Surroundings,
): Promise<State> {
	let state = before;
	for (;;) {
		if (io.signal.aborted) return state;
		const startedAt = io.now();
		const outcome: Outcome = isSkipped ? { kind: 'skipped' } : await io.send(probe);
		const clock = { startedAt, now: io.now(), random: io.random() };
		const recorded = record(state, probe, outcome, clock);
		state = recorded.state;
		io.changed(state.entries, recorded.retryIn);
		if (recorded.retryIn === null) return state;
		await io.sleep(recorded.retryIn);
	}
}
