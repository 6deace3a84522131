/** Every code that `error.code` of a failure item can hold. Workflows branch on them: they are an interface. */
export const failureCodes = [
	'invalid_input',
	'unauthorized',
	'credit',
	'tracker',
	'domain',
	'missing_fields',
	'field_type',
	'not_deployed',
	'no_endpoint',
	'experiment_inactive',
	'prediction_failed',
	'no_file',
	'unknown_store',
	'file_schema',
	'suspicious_catalog',
	'too_large',
	'rate_limited',
	'rejected',
	'server_error',
	'timeout',
	'network',
	'redirect',
	'bad_response',
	'canceled',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** What else fails in the same way: nothing but the request, the rest of its tracker, model or experiment, or the run. */
export type FailureScope = 'request' | 'tracker' | 'model' | 'experiment' | 'run';

/** Whether a request is sent again; `when_invited`: only if the response has a Retry-After header. */
export type RetryRule = 'never' | 'always' | 'when_invited';

export interface FailureKind {
	/** What happened, in our own words: the title of the error if the node stops. */
	readonly headline: string;
	/** What the person at the panel can do about it. */
	readonly advice: string;
	readonly scope: FailureScope;
	readonly retry: RetryRule;
}

export const failureKinds: Readonly<Record<FailureCode, FailureKind>> = {
	invalid_input: {
		headline: 'The input is not valid',
		advice: 'Correct the item or the parameter, then run the workflow again.',
		scope: 'request',
		retry: 'never',
	},
	unauthorized: {
		headline: 'Kainic refused the API key',
		advice:
			'Check the API key, the key type and the project ID in the Kainic API credential. An experiment has its own key.',
		scope: 'run',
		retry: 'never',
	},
	credit: {
		headline: 'The Kainic project has no credit left',
		advice: 'Top up the project credit in the Kainic Console, then send the failed items again.',
		scope: 'run',
		retry: 'never',
	},
	tracker: {
		headline: 'The tracker has no store',
		advice: 'Connect the tracker to a store in the Kainic Console, or choose another tracker ID.',
		scope: 'tracker',
		retry: 'never',
	},
	domain: {
		headline: 'The tracker does not accept this domain',
		advice:
			'Add the domain to the tracker in the Kainic Console, or send the allowed one as an Origin or Referer header under Options > Headers.',
		scope: 'tracker',
		retry: 'never',
	},
	missing_fields: {
		headline: 'Required fields are missing',
		advice:
			'Compare the fields that you send with those that Kainic expects, and add the missing ones.',
		scope: 'request',
		retry: 'never',
	},
	field_type: {
		headline: 'A field has the wrong type',
		advice: 'Send the field with the type that Kainic names.',
		scope: 'request',
		retry: 'never',
	},
	not_deployed: {
		headline: 'The model is not deployed',
		advice: 'Deploy the model in the Kainic Console, or choose another model.',
		scope: 'model',
		retry: 'never',
	},
	no_endpoint: {
		headline: 'The model has no endpoint',
		advice: 'Deploy an endpoint for the model in the Kainic Console, or choose another model.',
		scope: 'model',
		retry: 'never',
	},
	experiment_inactive: {
		headline: 'The experiment is not active',
		advice: 'Start the experiment in the Kainic Console, or choose another experiment.',
		scope: 'experiment',
		retry: 'never',
	},
	prediction_failed: {
		headline: 'The prediction failed at Kainic',
		advice:
			'Check the item IDs and the type that you send. If they are right, show the message to Kainic.',
		scope: 'request',
		retry: 'never',
	},
	no_file: {
		headline: 'There is no file to upload',
		advice:
			'Check that the item has the file, and that Options > File Field is the name that Kainic expects.',
		scope: 'request',
		retry: 'never',
	},
	unknown_store: {
		headline: 'Kainic does not know the store',
		advice: 'Compare the store ID with the one in the Kainic Console.',
		scope: 'request',
		retry: 'never',
	},
	file_schema: {
		headline: 'The products do not have the form that Kainic expects',
		advice:
			'Send the products as Kainic expects them: a JSON array of product objects, or an object that holds this array.',
		scope: 'request',
		retry: 'never',
	},
	suspicious_catalog: {
		headline: 'The catalog looks incomplete and was not sent',
		advice:
			'A full sync replaces the whole catalog. Check where the products come from. If their number is right, change Minimum Products or the guard under Options.',
		scope: 'request',
		retry: 'never',
	},
	too_large: {
		headline: 'The request is too large',
		advice:
			'Send less in one request. Google, which hosts Kainic, accepts at most 10 MB or 32 MB, depending on the generation of the function.',
		scope: 'request',
		retry: 'never',
	},
	rate_limited: {
		headline: 'Kainic asks to slow down',
		advice: 'Run the workflow again later, and send fewer requests at the same time.',
		scope: 'request',
		retry: 'when_invited',
	},
	rejected: {
		headline: 'Kainic refused the request',
		advice: 'Correct what the message names, then run the workflow again.',
		scope: 'request',
		retry: 'never',
	},
	server_error: {
		headline: 'Kainic has a problem of its own',
		advice: 'Run the workflow again later. Kainic may have accepted the request despite the error.',
		scope: 'request',
		retry: 'always',
	},
	timeout: {
		headline: 'Kainic did not answer in time',
		advice:
			'Run the workflow again later, or raise Timeout and Time Budget under Options. If mayBeAccepted is true, Kainic may have accepted the request.',
		scope: 'request',
		retry: 'always',
	},
	network: {
		headline: 'The connection to Kainic failed',
		advice:
			'Check the base URL in the Kainic API credential, and whether n8n can reach it (DNS, proxy, firewall, certificate).',
		scope: 'request',
		retry: 'always',
	},
	redirect: {
		headline: 'The host redirects to another address',
		advice:
			'Enter the final address as the base URL in the Kainic API credential. Redirects are not followed because the API key would go with them.',
		scope: 'request',
		retry: 'never',
	},
	bad_response: {
		headline: 'The response is not one of Kainic',
		advice:
			'Check the base URL in the Kainic API credential. If it is right, Kainic may have accepted the request.',
		scope: 'request',
		retry: 'never',
	},
	canceled: {
		// n8n recognises a canceled execution by this spelling alone.
		headline: 'The execution was canceled',
		advice: 'Run the workflow again with the items marked notSent.',
		scope: 'run',
		retry: 'never',
	},
};

export function isFailureCode(value: unknown): value is FailureCode {
	return failureCodes.some((code) => code === value);
}
