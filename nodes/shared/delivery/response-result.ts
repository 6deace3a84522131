import type { FailureCode, FailureScope, RetryRule } from '../failure-codes';

/** What a response means: its data, or a failure with what is known about a retry. */
export type ResponseResult =
	| { readonly kind: 'success'; readonly data: unknown }
	| {
			readonly kind: 'failure';
			readonly code: FailureCode;
			readonly message: string;
			readonly retry: RetryRule;
			/** What else fails in the same way. */
			readonly scope: FailureScope;
			/** True if Kainic may have accepted the request without confirming it. */
			readonly mayBeAccepted: boolean;
	  };
