import type { INodeProperties } from 'n8n-workflow';
import { endpoint, field } from '../shared/kainic/api';
import { userId } from '../shared/n8n/properties';
import { predictionOperation } from '../shared/prediction/operation';
import { predictionProperties, sessionId, withFields } from '../shared/prediction/properties';
import type { PredictionEndpoint } from '../shared/prediction/request';

export const modelPrediction: PredictionEndpoint = {
	path: endpoint.modelPrediction(),
	keyType: 'project',
	target: { scope: 'model', field: field.modelId, parameter: 'modelId', label: 'Model ID' },
	session: { parameter: 'additionalFields.sid', isRequired: false },
	hasControlGroup: false,
	repeatedFields: [],
};

export const getRecommendations = predictionOperation(modelPrediction);

const modelId: INodeProperties = {
	displayName: 'Model ID',
	name: 'modelId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. model-similar',
	description: 'ID of the model that recommends, from the Kainic Console',
	displayOptions: withFields,
};

export const predictProperties = predictionProperties({
	target: [modelId],
	additionalFields: [sessionId, userId],
	exampleBody:
		'{\n  "kainic_pid": "",\n  "kainic_mid": "",\n  "platform": "web",\n  "anon_uid": "",\n  "items": []\n}',
});
