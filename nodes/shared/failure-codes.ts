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

/** What else a failure makes pointless: nothing, the rest of its tracker, model, experiment or store, or the run. */
export type FailureReach = 'request' | 'group' | 'run';

export interface FailureKind {
	/** What happened, in our own words: the title of the error when the node stops. */
	readonly headline: string;
	/** What the person at the panel can do about it. */
	readonly advice: string;
	readonly reach: FailureReach;
}

export const failureKinds: Readonly<Record<FailureCode, FailureKind>> = {
	invalid_input: {
		headline: 'The input is not valid',
		advice: 'Correct the item or the parameter and run it again. Nothing was sent for it.',
		reach: 'request',
	},
	unauthorized: {
		headline: 'Kainic refused the API key',
		advice:
			'Check the API key, the key type and the project ID in the Kainic API credential. Experiments have a key of their own.',
		reach: 'run',
	},
	credit: {
		headline: 'The Kainic project has no credit left',
		advice:
			'Top up the project credit in the Kainic Console, then send the items marked notSent again.',
		reach: 'run',
	},
	tracker: {
		headline: 'The tracker has no store',
		advice: 'Connect the tracker to a store in the Kainic Console, or choose another tracker ID.',
		reach: 'group',
	},
	domain: {
		headline: 'The tracker does not accept this domain',
		advice:
			'Add the domain to the tracker in the Kainic Console, or send the allowed one as an Origin or Referer header under Options > Headers.',
		reach: 'group',
	},
	missing_fields: {
		headline: 'Kainic misses required fields',
		advice: 'Compare the fields you send with those that Kainic expects, and add the missing ones.',
		reach: 'request',
	},
	field_type: {
		headline: 'A field has the wrong type',
		advice: 'Send the field with the type that Kainic names.',
		reach: 'request',
	},
	not_deployed: {
		headline: 'The model is not deployed',
		advice: 'Deploy the model in the Kainic Console, or choose another model.',
		reach: 'group',
	},
	no_endpoint: {
		headline: 'The model has no endpoint',
		advice: 'Deploy an endpoint for the model in the Kainic Console, or choose another model.',
		reach: 'group',
	},
	experiment_inactive: {
		headline: 'The experiment is not active',
		advice: 'Start the experiment in the Kainic Console, or choose another experiment.',
		reach: 'group',
	},
	prediction_failed: {
		headline: 'The prediction failed at Kainic',
		advice:
			'Check the item IDs and the type that you send. If they are right, ask Kainic with the message above.',
		reach: 'request',
	},
	no_file: {
		headline: 'There is no file to upload',
		advice:
			'Make sure that the item has binary data, and that Input Data Field Name is the name of its binary field.',
		reach: 'request',
	},
	unknown_store: {
		headline: 'Kainic does not know the store',
		advice: 'Check the store ID against the Kainic Console.',
		reach: 'request',
	},
	file_schema: {
		headline: 'The products are not in the form that Kainic expects',
		advice:
			'Upload a JSON array of product objects, or the object that Kainic asks for (Options > Wrap in Key).',
		reach: 'request',
	},
	suspicious_catalog: {
		headline: 'The catalog looks incomplete and was not sent',
		advice:
			'A full sync replaces the whole catalog. Check where the products come from; if the number is right, change the guard on the panel.',
		reach: 'request',
	},
	too_large: {
		headline: 'The request is too large',
		advice:
			'Send less at once. The host of Kainic takes at most 10 MB (1st generation) or 32 MB (2nd generation) per request.',
		reach: 'request',
	},
	rate_limited: {
		headline: 'Kainic asks to slow down',
		advice: 'Run it again later, with a lower concurrency.',
		reach: 'request',
	},
	rejected: {
		headline: 'Kainic refused the request',
		advice: 'Correct what Kainic names and run it again.',
		reach: 'request',
	},
	server_error: {
		headline: 'Kainic has a problem of its own',
		advice: 'Run it again later. Kainic may have taken the request in spite of the error.',
		reach: 'request',
	},
	timeout: {
		headline: 'Kainic did not answer in time',
		advice:
			'Run it again later, or raise Timeout and Time Budget under Options. Kainic may have taken the request.',
		reach: 'request',
	},
	network: {
		headline: 'The connection to Kainic failed',
		advice:
			'Check the base URL in the credential and whether this n8n can reach it (DNS, proxy, firewall, certificate).',
		reach: 'request',
	},
	redirect: {
		headline: 'The host sends requests elsewhere',
		advice:
			'Redirects are not followed, since the API key would go along. Enter the final address as the base URL in the credential.',
		reach: 'request',
	},
	bad_response: {
		headline: 'The answer is not one that Kainic gives',
		advice:
			'Check the base URL in the credential. If it is right, Kainic may have taken the request.',
		reach: 'request',
	},
	canceled: {
		// n8n takes an execution that ended with an error for cancelled by this spelling alone.
		headline: 'The execution was canceled',
		advice: 'Run the workflow again for what was not sent.',
		reach: 'run',
	},
};

export function isFailureCode(value: unknown): value is FailureCode {
	return failureCodes.some((code) => code === value);
}
