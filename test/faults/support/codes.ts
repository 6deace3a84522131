import type { FailureCode } from '../../../nodes/shared/failure-codes';

/** What is expected of a code: the words that say what happened, and what else must not be sent. */
interface Meaning {
	readonly says: string;
	readonly stops?: 'tracker' | 'model' | 'experiment' | 'all';
}

/** Written by hand, so that a wrong word or scope in the nodes' own table is seen. */
export const meanings: Readonly<Record<FailureCode, Meaning>> = {
	invalid_input: { says: 'input is not valid' },
	unauthorized: { says: 'refused the API key', stops: 'all' },
	credit: { says: 'no credit left', stops: 'all' },
	tracker: { says: 'tracker has no store', stops: 'tracker' },
	domain: { says: 'does not accept this domain', stops: 'tracker' },
	missing_fields: { says: 'fields are missing' },
	field_type: { says: 'wrong type' },
	not_deployed: { says: 'model is not deployed', stops: 'model' },
	no_endpoint: { says: 'model has no endpoint', stops: 'model' },
	experiment_inactive: { says: 'experiment is not active', stops: 'experiment' },
	prediction_failed: { says: 'could not calculate the recommendations' },
	no_file: { says: 'no file to upload' },
	unknown_store: { says: 'does not know the store' },
	file_schema: { says: 'do not have the structure' },
	suspicious_catalog: { says: 'looks incomplete' },
	too_large: { says: 'too large' },
	rate_limited: { says: 'too many requests' },
	rejected: { says: 'refused the request' },
	server_error: { says: "Kainic's server failed" },
	timeout: { says: 'did not answer in time' },
	network: { says: 'connection to Kainic failed' },
	redirect: { says: 'redirects to another address' },
	bad_response: { says: 'no usable response' },
	canceled: { says: 'execution was canceled', stops: 'all' },
};
