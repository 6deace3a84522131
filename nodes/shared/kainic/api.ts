/**
 * Everything that is known of Kainic's REST API by name: endpoints, fields, documented messages.
 * `openapi/kainic.yaml` says of each whether Kainic documents it or we infer it.
 */
import type { FailureCode } from '../failure';

export const productionBaseUrl = 'https://us-central1-production-kainic.cloudfunctions.net';

export const credentialName = 'kainicApi';

export const platforms = ['web', 'mobile', 'pos'] as const;

/** Field names of events and of prediction bodies. */
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
	type: 'type',
	returnFullItemsData: 'return_full_items_data',
	storeId: 'store_id',
	syncMode: 'sync_mode',
	file: 'file',
} as const;

/** Paths below the base URL. */
export const endpoint = {
	collect: (projectId: string, trackerId: string) =>
		`/collector/collect/custom/${encodeURIComponent(projectId)}/${encodeURIComponent(trackerId)}`,
	modelPrediction: () => '/predictor/get_model_prediction',
	experimentPrediction: () => '/predictor/get_experiment_prediction',
	uploadProducts: () => '/upload_products_file',
} as const;

export const selectionMissingMessage =
	'At least one of the following fields must be provided: [items, type]';

/** The documented failure messages, by their beginning or form. The first match wins. */
export const messageCodes: ReadonlyArray<{ readonly form: RegExp; readonly code: FailureCode }> = [
	{ form: /top-up your project credit/i, code: 'credit' },
	{ form: /^Insufficient Credit\s*!/i, code: 'credit' },
	{ form: /Tracker does not have a store_id/i, code: 'tracker' },
	{ form: /Domain Not Supported/i, code: 'domain' },
	{ form: /^One or more required fields are missing/i, code: 'missing_fields' },
	{ form: /^Type of required field /i, code: 'field_type' },
	{ form: /^This model is not deployed/i, code: 'not_deployed' },
	{ form: /^No endpoint is currently deployed/i, code: 'no_endpoint' },
	{ form: /^The experiment is not active/i, code: 'experiment_inactive' },
	{ form: /^At least one of the following fields/i, code: 'invalid_input' },
	{ form: /^No items requested/i, code: 'invalid_input' },
	{ form: /^Prediction request failed from project/i, code: 'prediction_failed' },
	{ form: /^No file found/i, code: 'no_file' },
	{ form: /^File is empty: Store with id/i, code: 'unknown_store' },
	{ form: /^File schema is not valid/i, code: 'file_schema' },
];

/**
 * Inferred: Kainic does not document what it says to a bad key. A message that only repeats the
 * address of the request, and so `api_key=…`, says nothing of the key.
 */
export const authorizationMessage =
	/\bapi[ _-]?key\b(?!=)|\b(?:not |un)authori[sz]ed\b|\bforbidden\b|\bauthori[sz]ation\b/i;
