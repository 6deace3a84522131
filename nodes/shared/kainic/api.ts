/**
 * All names of Kainic's REST API: endpoints, fields, messages. `openapi/kainic.yaml` says of each
 * whether Kainic documents it or we infer it.
 */
import type { FailureCode } from '../failure-codes';

export const productionBaseUrl = 'https://us-central1-production-kainic.cloudfunctions.net';

export const credentialName = 'kainicApi';

export const platforms = ['web', 'mobile', 'pos'] as const;

/** Kainic's field names: of the query, events, predictions and the form of an upload. */
export const field = {
	apiKey: 'api_key',
	projectId: 'kainic_pid',
	modelId: 'kainic_mid',
	experimentId: 'kainic_exp_id',
	deploymentJobId: 'deployment_job_id',
	platform: 'platform',
	anonUid: 'anon_uid',
	uid: 'uid',
	sid: 'sid',
	items: 'items',
	itemId: 'item_id',
	type: 'type',
	returnFullItemsData: 'return_full_items_data',
	storeId: 'store_id',
	syncMode: 'sync_mode',
	file: 'file',
} as const;

/** Fields of an event, a request or a response, under Kainic's names. */
export type Fields = Readonly<Record<string, unknown>>;

/** Paths below the base URL. */
export const endpoint = {
	collect: (projectId: string, trackerId: string) =>
		`/collector/collect/custom/${encodeURIComponent(projectId)}/${encodeURIComponent(trackerId)}`,
	modelPrediction: () => '/predictor/get_model_prediction',
	experimentPrediction: () => '/predictor/get_experiment_prediction',
	uploadProducts: () => '/upload_products_file',
} as const;

/** The documented failure messages, word for word; the parts in braces vary. */
export const documentedMessages: ReadonlyArray<{
	readonly message: string;
	readonly code: FailureCode;
}> = [
	{
		message: 'Event Dismissed: Please top-up your project credit in order to collect events',
		code: 'credit',
	},
	{ message: 'Insufficient Credit !', code: 'credit' },
	{
		message: 'Event Dismissed: Tracker does not have a store_id associated with it',
		code: 'tracker',
	},
	{ message: 'Event Dismissed: Domain Not Supported', code: 'domain' },
	{ message: 'One or more required fields are missing!', code: 'missing_fields' },
	{
		message: 'One or more required fields are missing in the request body',
		code: 'missing_fields',
	},
	{ message: 'Type of required field "{field}" is not {expected_type}', code: 'field_type' },
	{ message: 'This model is not deployed!', code: 'not_deployed' },
	{ message: 'No endpoint is currently deployed for this model', code: 'no_endpoint' },
	{ message: 'The experiment is not active!', code: 'experiment_inactive' },
	{
		message: 'At least one of the following fields must be provided: [items, type]',
		code: 'invalid_input',
	},
	{ message: 'No items requested to get similarities for!', code: 'invalid_input' },
	{
		message: 'Prediction request failed from project {kainic_pid}: {error}',
		code: 'prediction_failed',
	},
	{ message: 'No file found', code: 'no_file' },
	{ message: 'File is empty: Store with id {store_id} does not exist', code: 'unknown_store' },
	{ message: 'File schema is not valid', code: 'file_schema' },
];

/**
 * Inferred wording of undocumented messages. Parts of hyphenated words, and `api_key=…` in an
 * address, do not match.
 */
export const inferredWording: ReadonlyArray<{
	readonly pattern: RegExp;
	readonly code: FailureCode;
}> = [
	{ pattern: /top-up your project credit|insufficient credit/i, code: 'credit' },
	{
		pattern:
			/(?<![\w-])(?:(?:x-)?api[ _-]?keys?(?!=)|(?:not |un)authori[sz]ed|forbidden|authori[sz]ation)(?![\w-])/i,
		code: 'unauthorized',
	},
];
