import type { Fault } from '../../../tools/emulator';
import type { FailureCode } from '../../../nodes/shared/failure-codes';
import { startRawServer, type Wire } from './raw-server';

/** One thing that goes wrong, and what each node must make of it. */
export interface FaultCase {
	readonly name: string;
	readonly strike: Strike;
	readonly expected: Expectation;
	/** Of nodes that need the data of a success; as the others' unless told otherwise. */
	readonly expectedWithData?: Expectation;
	/** Seconds for one attempt; 10 unless told otherwise. */
	readonly timeout?: number;
	/** Set for load: a server that always had too much to do would be asked until the time is up. */
	readonly strikesOnce?: true;
}

/** What the emulator does instead of answering, or a server that replaces it. */
export type Strike =
	| { readonly kind: 'emulator'; readonly fault: Fault }
	| {
			readonly kind: 'server';
			readonly open: () => Promise<Address>;
			/** Whether it has accepted all that came. */
			readonly takesAll?: boolean;
	  };

export interface Address {
	readonly url: string;
	/** Requests that began to come in; none at an address at which no Kainic is. */
	requests?(): number;
	/** Ends the server behind it, if there is one. */
	close?(): Promise<void>;
}

/** What the emulator does. */
export const emulator = (fault: Fault): Strike => ({ kind: 'emulator', fault });

/** A server that says this to everyone. */
export const wire = (text: string | Buffer, more: Omit<Wire, 'text'> = {}): Strike => ({
	kind: 'server',
	open: async () => await startRawServer({ text, ...more }),
});

/** The same of one that has accepted what came. */
export const takingAll = (text: string | Buffer): Strike =>
	Object.assign({ takesAll: true }, wire(text));

export const row = (name: string, strike: Strike, expected: Expectation): FaultCase => ({
	name,
	strike,
	expected,
});

/** Faults that end in one way. */
export const faultsOf = (
	expected: Expectation,
	rows: ReadonlyArray<readonly [name: string, strike: Strike]>,
	more: Pick<FaultCase, 'timeout' | 'expectedWithData'> = {},
): FaultCase[] => rows.map(([name, strike]) => ({ ...row(name, strike, expected), ...more }));

export type Expectation = { readonly kind: 'accepted' } | ExpectedFailure;

export interface ExpectedFailure {
	readonly kind: 'failed';
	readonly code: FailureCode;
	/** Whether it is tried again. */
	readonly retried: boolean;
	readonly mayBeAccepted: boolean;
	/** Whether the requests get to the server at all; true unless told otherwise. */
	readonly arrives?: boolean;
	/** Set if it concerns its own request alone, whatever its code concerns otherwise. */
	readonly concernsItself?: true;
	/** Set if nothing more is sent in the run, whatever its code concerns otherwise. */
	readonly stopsRun?: true;
	/** What the description says beside the advice. */
	readonly says?: RegExp;
}

export const accepted: Expectation = { kind: 'accepted' };

const failing =
	(retried: boolean, mayBeAccepted: boolean) =>
	(code: FailureCode): ExpectedFailure => ({ kind: 'failed', code, retried, mayBeAccepted });

/** Not tried again, and surely not taken. */
export const refused = failing(false, false);

/** Not tried again, although Kainic may have taken it. */
export const doubtful = failing(false, true);

/** Tried again until the attempts are used up, and Kainic may have taken it. */
export const repeated = failing(true, true);

/** A server with too much load, which takes the request when it is sent again. */
export const overloaded = (
	name: string,
	fault: Fault,
	code: 'rate_limited' | 'server_error',
): FaultCase => ({
	...row(name, emulator(fault), failing(true, code === 'server_error')(code)),
	strikesOnce: true,
});

/** Refused with wording that is inferred, so that it concerns its own request alone. */
export const inferred = (code: FailureCode): ExpectedFailure => ({
	...refused(code),
	concernsItself: true,
});

/** Tried again, but it never leaves this machine. */
export const unreachable: ExpectedFailure = { ...failing(true, false)('network'), arrives: false };

/** It never leaves this machine, and no further attempt would end differently. */
export const impossible: ExpectedFailure = { ...unreachable, retried: false };
