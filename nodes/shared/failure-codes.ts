/**
 * Which other requests fail for the same reason. `request`: none. `run`: all requests of the run. Otherwise
 * all requests of the same tracker, model or experiment.
 */
export type FailureScope = 'request' | 'tracker' | 'model' | 'experiment' | 'run';

/**
 * Whether a request is sent again. `attempt`: until *Maximum Attempts* is reached. `load`: the server had too much load,
 * so the attempt does not count.
 */
export type RetryRule = 'never' | 'attempt' | 'load';

interface FailureKind {
	/** What happened, in our own words. */
	readonly headline: string;
	/** What the user can do about the failure. */
	readonly advice: string;
	readonly scope: FailureScope;
	readonly retry: RetryRule;
}

/** By default, a failure concerns one request, and the request is never retried. */
function kind(
	fields: Pick<FailureKind, 'headline' | 'advice'> & Partial<FailureKind>,
): FailureKind {
	return { scope: 'request', retry: 'never', ...fields };
}

/** A part of advices. It must be true for items that were not sent, too. */
const checkFirst =
	"If events have 'mayBeAccepted: true', first check in the Kainic Console whether Kainic received them.";

/** Every code of `error.code` in a failure item. Workflows branch on these codes, so they must not change. */
export const failureKinds = {
	invalid_input: kind({
		headline: 'The input is not valid',
		advice: 'Correct the item or the parameter. Then send the failed items again.',
	}),
	unauthorized: kind({
		headline: 'Kainic refused the API key',
		advice:
			"Check 'API Key', 'Key Type' and 'Project ID' in the Kainic API credential. An experiment has its own key.",
		scope: 'run',
	}),
	credit: kind({
		headline: 'The Kainic project has no credit left',
		advice: 'Top up the project credit in the Kainic Console. Then send the failed items again.',
		scope: 'run',
	}),
	tracker: kind({
		headline: 'The tracker has no store',
		advice:
			'Connect the tracker to a store in the Kainic Console, or enter the ID of another tracker.',
		scope: 'tracker',
	}),
	domain: kind({
		headline: 'The tracker does not accept this domain',
		advice:
			"Add the domain of your shop to the tracker in the Kainic Console. If the tracker has this domain already, add a header in 'Headers' under 'Options': enter Origin as the name, and the address of your shop as the value, e.g. https://shop.example.",
		scope: 'tracker',
	}),
	missing_fields: kind({
		headline: 'Required fields are missing',
		advice:
			"Compare your fields with the fields in Kainic's API reference, and add the missing fields.",
	}),
	field_type: kind({
		headline: 'A field has the wrong type',
		advice: "Kainic's message names the field and the type. Convert the field to this type.",
	}),
	not_deployed: kind({
		headline: 'The model is not deployed',
		advice: 'Deploy (start) the model in the Kainic Console, or enter the ID of another model.',
		scope: 'model',
	}),
	no_endpoint: kind({
		headline: 'The model has no endpoint (no server that runs the model)',
		advice:
			'Deploy an endpoint for the model in the Kainic Console, or enter the ID of another model.',
		scope: 'model',
	}),
	experiment_inactive: kind({
		headline: 'The experiment is not active',
		advice: 'Start the experiment in the Kainic Console, or enter the ID of another experiment.',
		scope: 'experiment',
	}),
	prediction_failed: kind({
		headline: 'Kainic could not calculate the recommendations',
		advice: 'Check the item IDs and the type. If both are right, report this message to Kainic.',
	}),
	no_file: kind({
		headline: 'There is no file to upload',
		advice:
			"Check that the node before this one outputs a file. Then run the whole workflow again. If Kainic reports that there is no file, ask Kainic for the name of the file field, and enter the name in 'File Field' of 'Form Names' under 'Options'.",
	}),
	unknown_store: kind({
		headline: 'Kainic does not know the store',
		advice: "Compare 'Store ID' with the ID of the store in the Kainic Console.",
	}),
	file_schema: kind({
		headline: 'The products do not have the structure that Kainic expects',
		advice:
			'Send a JSON array of product objects, or an object that contains this array. Compare the fields of the products with the API reference of Kainic.',
	}),
	suspicious_catalog: kind({
		headline: 'The catalog looks incomplete and was not sent',
		advice: 'Check the node that outputs the products. A full sync replaces the whole catalog.',
	}),
	too_large: kind({
		headline: 'The request is too large',
		advice:
			"Send less data in one request. For events, lower 'Batch Size' under 'Options'. Kainic's servers accept at most 32 MB, and some servers accept only 10 MB.",
	}),
	rate_limited: kind({
		headline: 'Kainic received too many requests',
		advice:
			"Send the failed items again later. If this happens often, lower 'Concurrency' under 'Options'.",
		retry: 'load',
	}),
	rejected: kind({
		headline: 'Kainic refused the request',
		advice: 'Read the message and correct the cause. Then send the failed items again.',
	}),
	server_error: kind({
		headline: "Kainic's server failed",
		advice: `Try again later. ${checkFirst}`,
		retry: 'attempt',
	}),
	timeout: kind({
		headline: 'Kainic did not answer in time',
		advice: `Try again later, or raise 'Timeout' under 'Options'. ${checkFirst}`,
		retry: 'attempt',
	}),
	network: kind({
		headline: 'The connection to Kainic failed',
		advice:
			"If every request fails like this, check 'Base URL' in the Kainic API credential. If 'Base URL' is right, ask the administrator of your n8n whether a proxy, a firewall or a certificate blocks the connection.",
		retry: 'attempt',
	}),
	redirect: kind({
		headline: "The address in 'Base URL' redirects to another address",
		advice:
			"Ask Kainic for the right address, and enter it in 'Base URL' of the Kainic API credential.",
	}),
	bad_response: kind({
		headline: 'Kainic sent no usable response',
		advice: `${checkFirst} If every request fails like this, check 'Base URL' in the Kainic API credential.`,
	}),
	canceled: kind({
		// n8n recognises a canceled execution only by this spelling.
		headline: 'The execution was canceled',
		advice:
			"Items with 'notSent: true' in the field 'error' were not sent. Send these items again.",
		scope: 'run',
	}),
} as const;

export type FailureCode = keyof typeof failureKinds;

export function isFailureCode(value: unknown): value is FailureCode {
	return typeof value === 'string' && Object.hasOwn(failureKinds, value);
}
