import { endpoint, field } from '../shared/kainic/api';
import { predictionOperation } from '../shared/prediction/operation';
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
