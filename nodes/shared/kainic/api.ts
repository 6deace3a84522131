/**
 * All names of Kainic's REST API. `npm run generate` copies the names of
 * `openapi/kainic.yaml` into this file. The YAML file marks what Kainic documents and what we infer.
 */
import { InputError } from '../failure';
import type { FailureCode } from '../failure-codes';
import { listOf, nameOf } from '../values';

export const productionBaseUrl = 'https://us-central1-production-kainic.cloudfunctions.net';

export const credentialName = 'kainicApi';

const platforms = ['web', 'mobile', 'pos'] as const;

/** Fields of an event, a request or a response, under Kainic's names. */
export type Fields = Readonly<Record<string, unknown>>;

/* contract */

/** Kainic's names of parameters and fields. */
export const field = {
	apiKey: 'api_key',
	kainicPid: 'kainic_pid',
	kainicTid: 'kainic_tid',
	platform: 'platform',
	anonUid: 'anon_uid',
	uid: 'uid',
	sid: 'sid',
	kainicMid: 'kainic_mid',
	items: 'items',
	type: 'type',
	returnFullItemsData: 'return_full_items_data',
	kainicExpId: 'kainic_exp_id',
	storeId: 'store_id',
	syncMode: 'sync_mode',
	file: 'file',
	itemId: 'item_id',
	parentId: 'parent_id',
	title: 'title',
	deploymentJobId: 'deployment_job_id',
	score: 'score',
} as const;

/** Paths below the base URL. */
export const endpoint = {
	events: (kainicPid: string, kainicTid: string) =>
		`/collector/collect/custom/${encodeURIComponent(kainicPid)}/${encodeURIComponent(kainicTid)}`,
	predict: () => '/predictor/get_model_prediction',
	catalog: () => '/upload_products_file',
	experiment: () => '/predictor/get_experiment_prediction',
} as const;

/** The documented failure messages, word for word. The parts in braces vary. */
export const documentedMessages = {
	'Event Dismissed: Please top-up your project credit in order to collect events': 'credit',
	'Event Dismissed: Tracker does not have a store_id associated with it': 'tracker',
	'Event Dismissed: Domain Not Supported': 'domain',
	'One or more required fields are missing!': 'missing_fields',
	'Type of required field "{field}" is not {expected_type}': 'field_type',
	'At least one of the following fields must be provided: [items, type]': 'invalid_input',
	'This model is not deployed!': 'not_deployed',
	'No endpoint is currently deployed for this model': 'no_endpoint',
	'Prediction request failed from project {kainic_pid}: {error}': 'prediction_failed',
	'Insufficient Credit !': 'credit',
	'No file found': 'no_file',
	'File is empty: Store with id {store_id} does not exist': 'unknown_store',
	'File schema is not valid': 'file_schema',
	'One or more required fields are missing in the request body': 'missing_fields',
	'The experiment is not active!': 'experiment_inactive',
	'No items requested to get similarities for!': 'invalid_input',
} as const satisfies Readonly<Record<string, FailureCode>>;

/* end of contract */

/** Inferred: the fields of the form of an upload, and the words for its two modes. *Form Names* changes them. */
export const formNames = {
	file: field.file,
	projectId: field.kainicPid,
	storeId: field.storeId,
	syncMode: field.syncMode,
	full: 'full',
	stock: 'stock',
} as const;

/** Wording of failures that Kainic does not document. The patterns do not match hyphenated words, `api_key=…` in an address, or our `[API key]`. */
export const inferredWording: ReadonlyArray<{
	readonly pattern: RegExp;
	readonly code: FailureCode;
}> = [
	{ pattern: /top-up your project credit|insufficient credit/i, code: 'credit' },
	{
		pattern:
			/(?<![\w[-])(?:(?:x-)?api[ _-]?keys?(?!=)|(?:not |un)authori[sz]ed|forbidden|authori[sz]ation)(?![\w-])/i,
		code: 'unauthorized',
	},
];

/** A platform as Kainic spells it: `Web` becomes `web`. Throws an InputError for any other value. */
export function platformOf(value: unknown): string {
	const text = typeof value === 'string' ? value.toLowerCase() : '';
	const platform = platforms.find((name) => name === text);
	if (platform !== undefined) return platform;
	throw new InputError(
		`The field "${field.platform}" is ${nameOf(value)}, but it must be ${listOf(platforms)}.`,
		{ advice: `Set "${field.platform}" to ${listOf(platforms)}.` },
	);
}
