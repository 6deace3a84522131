/** What else fails in the same way: only the request, all of its tracker, model or experiment, or all that has its credential. */
export type FailureScope = 'request' | 'tracker' | 'model' | 'experiment' | 'credential';

/** Whether a request is sent again; `when_invited`: only if the response has a Retry-After header. */
export type RetryRule = 'never' | 'always' | 'when_invited';

export interface FailureKind {
	/** What happened, in our own words: explains what Kainic said. */
	readonly headline: string;
	/** What the person at the panel can do about it. */
	readonly advice: string;
	readonly scope: FailureScope;
	readonly retry: RetryRule;
}

/** Most failures concern only their request, and are never retried. */
function kind(own: Pick<FailureKind, 'headline' | 'advice'> & Partial<FailureKind>): FailureKind {
	return { scope: 'request', retry: 'never', ...own };
}

/**
 * Every code that `error.code` of a failure item can hold. Workflows branch on them: they are an
 * interface.
 */
export const failureKinds = {
	invalid_input: kind({
		headline: 'The input is not valid',
		advice: 'Correct the item or the parameter, then run the workflow again.',
	}),
	unauthorized: kind({
		headline: 'Kainic refused the API key',
		advice:
			'Check the API key, the key type and the project ID in the Kainic API credential. An experiment has its own key.',
		scope: 'credential',
	}),
	credit: kind({
		headline: 'The Kainic project has no credit left',
		advice: 'Top up the project credit in the Kainic Console, then send the failed items again.',
		scope: 'credential',
	}),
	tracker: kind({
		headline: 'The tracker has no store',
		advice: 'Connect the tracker to a store in the Kainic Console, or choose another tracker ID.',
		scope: 'tracker',
	}),
	domain: kind({
		headline: 'The tracker does not accept this domain',
		advice:
			'Add the domain to the tracker in the Kainic Console, or send an Origin or Referer header with a domain that it accepts.',
		scope: 'tracker',
	}),
	missing_fields: kind({
		headline: 'Required fields are missing',
		advice:
			'Compare the fields that you send with those that Kainic expects, and add the missing ones.',
	}),
	field_type: kind({
		headline: 'A field has the wrong type',
		advice: 'Send the field with the type that the message names.',
	}),
	not_deployed: kind({
		headline: 'The model is not deployed',
		advice: 'Deploy the model in the Kainic Console, or choose another model.',
		scope: 'model',
	}),
	no_endpoint: kind({
		headline: 'The model has no endpoint',
		advice: 'Deploy an endpoint for the model in the Kainic Console, or choose another model.',
		scope: 'model',
	}),
	experiment_inactive: kind({
		headline: 'The experiment is not active',
		advice: 'Start the experiment in the Kainic Console, or choose another experiment.',
		scope: 'experiment',
	}),
	prediction_failed: kind({
		headline: 'The prediction failed at Kainic',
		advice:
			'Check the item IDs and the type that you send. If they are right, send the message to Kainic.',
	}),
	no_file: kind({
		headline: 'There is no file to upload',
		advice:
			'Check that n8n still has the file. If the file was sent, Kainic may expect another name for the file field: enter it in Form Names under Options.',
	}),
	unknown_store: kind({
		headline: 'Kainic does not know the store',
		advice: 'Compare the store ID with the one in the Kainic Console.',
	}),
	file_schema: kind({
		headline: 'The products do not have the form that Kainic expects',
		advice:
			'Send the products as Kainic expects them: a JSON array of product objects, or an object that holds this array.',
	}),
	suspicious_catalog: kind({
		headline: 'The catalog looks incomplete and was not sent',
		advice: 'A full sync replaces the whole catalog. Check the node that outputs the products.',
	}),
	too_large: kind({
		headline: 'The request is too large',
		advice:
			'Send less in one request. The host of Kainic accepts at most 10 MB or 32 MB per request.',
	}),
	rate_limited: kind({
		headline: 'Kainic received too many requests',
		advice: 'Run the workflow again later, and send fewer requests at the same time.',
		retry: 'when_invited',
	}),
	rejected: kind({
		headline: 'Kainic refused the request',
		advice: 'Correct what the message names, then run the workflow again.',
	}),
	server_error: kind({
		headline: 'Kainic returned a server error',
		advice: 'Run the workflow again later. Kainic may have accepted the request despite the error.',
		retry: 'always',
	}),
	timeout: kind({
		headline: 'Kainic did not answer in time',
		advice: 'Run the workflow again later, or allow the request more time.',
		retry: 'always',
	}),
	network: kind({
		headline: 'The connection to Kainic failed',
		advice:
			'If every request fails like this, check the base URL in the Kainic API credential, and whether n8n can reach it (DNS, proxy, firewall, certificate).',
		retry: 'always',
	}),
	redirect: kind({
		headline: 'The host redirects to another address',
		advice:
			'Enter the final address as the base URL in the Kainic API credential. The nodes follow no redirects, because the other address would get the API key.',
	}),
	bad_response: kind({
		headline: 'Kainic sent no usable response',
		advice:
			'Kainic may have accepted the request. If every request fails like this, check the base URL in the Kainic API credential.',
	}),
	canceled: kind({
		// n8n recognises a canceled execution only by this spelling.
		headline: 'The execution was canceled',
		advice: 'Run the workflow again with the items that have notSent: true.',
		scope: 'credential',
	}),
} as const;

export type FailureCode = keyof typeof failureKinds;

export function isFailureCode(value: unknown): value is FailureCode {
	return typeof value === 'string' && Object.hasOwn(failureKinds, value);
}
