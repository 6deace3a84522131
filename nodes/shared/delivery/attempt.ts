import type { FailureCode, ResponseResult } from '../failure';
import type { Job, TimeSlice } from './job';
import type { Redactor } from './redact';
import type { RetryPolicy } from './retry';

/** Result of one attempt. */
export type AttemptResult = HttpResponse | BrokenResponse | NoResponse;

export interface HttpResponse {
	readonly kind: 'response';
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** Why the request was not sent whole before the response came; null if it was. */
	readonly unsent: string | null;
}

/** The status and the headers came, but not the whole body. */
export interface BrokenResponse {
	readonly kind: 'broken_response';
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly code: 'timeout' | 'network' | 'canceled' | 'bad_response';
	readonly problem: string;
	/** The beginning of the body, if it came and cannot be read whole. */
	readonly start: string;
}

export interface NoResponse {
	readonly kind: 'no_response';
	readonly code: FailureCode;
	readonly problem: string;
	/** True if bytes of the request may have left this machine. */
	readonly sent: boolean;
	/** True if another attempt may end differently. */
	readonly retryable: boolean;
}

/** Everything that delivery needs from outside. */
export interface Transport {
	readonly policy: RetryPolicy;
	readonly redactor: Redactor;
	readonly timeSlice: TimeSlice;
	/** Makes one attempt of at most `timeout` milliseconds. Never throws. */
	request(job: Job<unknown>, timeout: number): Promise<AttemptResult>;
	/** Says what a response means. */
	readResponse(response: { readonly status: number; readonly body: string }): ResponseResult;
	/** Milliseconds of a clock. */
	now(): number;
	random(): number;
	/** Waits, or returns early if the run is canceled. */
	sleep(milliseconds: number, isPointless?: () => boolean): Promise<void>;
	canceled(): boolean;
	/** Called before each retry. */
	onRetry(attempts: number, delay: number, message: string): void;
}
