import type { INodeProperties } from 'n8n-workflow';
import { endpoint, field } from '../shared/kainic/api';
import { sessionId } from '../shared/panel/properties';
import { predictionOperation } from '../shared/prediction/operation';
import { predictionProperties, sharedFields, withFields } from '../shared/prediction/properties';
import type { PredictionEndpoint } from '../shared/prediction/request';

export const modelPrediction: PredictionEndpoint = {
	scope: 'model',
	path: endpoint.predict(),
	idField: field.kainicMid,
	idParameter: 'modelId',
	additionalFields: [sessionId, ...sharedFields],
};

export const getRecommendations = predictionOperation(modelPrediction);

const modelId: INodeProperties = {
	displayName: 'Model ID',
	name: 'modelId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. YOUR-MODEL-ID',
	description: 'ID of the model in the Kainic Console. The model chooses the recommendations.',
	displayOptions: withFields,
};

export const predictProperties = predictionProperties(modelPrediction, [modelId]);
