/**
 * Kainic's paths, messages and fields, written by hand from its public reference. The nodes have
 * theirs from openapi/kainic.yaml; `test/tools/emulator.test.ts` compares the two.
 */
export const paths = {
	events: '/collector/collect/custom/{kainic_pid}/{kainic_tid}',
	predict: '/predictor/get_model_prediction',
	experiment: '/predictor/get_experiment_prediction',
	catalog: '/upload_products_file',
} as const;

export type EndpointName = keyof typeof paths;

export const refusedKeyMessage = 'Invalid API key';

const incomplete = 'One or more required fields are missing in the request body';
const wrongType = 'Type of required field "{field}" is not {expected_type}';

const prediction = {
	items_or_type: 'At least one of the following fields must be provided: [items, type]',
	no_items: 'No items requested to get similarities for!',
	not_deployed: 'This model is not deployed!',
	no_endpoint: 'No endpoint is currently deployed for this model',
	prediction_failed: 'Prediction request failed from project {kainic_pid}: {error}',
	missing_fields: incomplete,
	field_type: wrongType,
};

/** Parts in braces vary. */
export const messages = {
	events: {
		credit: 'Event Dismissed: Please top-up your project credit in order to collect events',
		tracker: 'Event Dismissed: Tracker does not have a store_id associated with it',
		domain: 'Event Dismissed: Domain Not Supported',
		missing_fields: 'One or more required fields are missing!',
		field_type: wrongType,
	},
	predict: prediction,
	experiment: { ...prediction, experiment_inactive: 'The experiment is not active!' },
	catalog: {
		credit: 'Insufficient Credit !',
		no_file: 'No file found',
		unknown_store: 'File is empty: Store with id {store_id} does not exist',
		file_schema: 'File schema is not valid',
		missing_fields: incomplete,
	},
};

/** What a field has to be: a type, or one of these texts. */
export type Expected = 'string' | 'number' | 'boolean' | 'object' | 'array' | readonly string[];

const visitor = { platform: ['web', 'mobile', 'pos'], anon_uid: 'string' } as const;
const predicted = { items: 'array', type: 'string', return_full_items_data: 'boolean' } as const;

/** The fields of an event and of the bodies of predictions, as far as they are known. */
export const fields = {
	events: { required: visitor, optional: { uid: 'string', sid: 'string' } },
	predict: {
		required: { kainic_pid: 'string', kainic_mid: 'string', ...visitor },
		optional: { uid: 'string', sid: 'string', ...predicted },
	},
	experiment: {
		required: { kainic_pid: 'string', kainic_exp_id: 'string', ...visitor, sid: 'string' },
		optional: { uid: 'string', ...predicted },
	},
} as const;
