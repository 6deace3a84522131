import type { INodeProperties } from 'n8n-workflow';
import { endpoint, field } from '../shared/kainic/api';
import { sessionId } from '../shared/panel/properties';
import { predictionOperation } from '../shared/prediction/operation';
import { predictionProperties, sharedFields, withFields } from '../shared/prediction/properties';
import type { PredictionEndpoint } from '../shared/prediction/request';

export const experimentPrediction: PredictionEndpoint = {
	scope: 'experiment',
	path: endpoint.experiment(),
	idField: field.kainicExpId,
	idParameter: 'experimentId',
	additionalFields: sharedFields,
};

export const getRecommendations = predictionOperation(experimentPrediction);

const experimentId: INodeProperties = {
	displayName: 'Experiment ID',
	name: 'experimentId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. YOUR-EXPERIMENT-ID',
	description:
		'ID of the experiment in the Kainic Console. An experiment divides the visits into groups. Each group gets the recommendations of a different model, or no recommendations (control group).',
	displayOptions: withFields,
};

const sid: INodeProperties = {
	...sessionId,
	required: true,
	description:
		'ID of the visit to your shop. Kainic uses this ID to choose the group of the visit, so send the same ID during the whole visit.',
	displayOptions: withFields,
};

const keyNotice: INodeProperties = {
	displayName: "Needs a credential whose 'Key Type' is 'Experiment Key'.",
	name: 'keyNotice',
	type: 'notice',
	default: '',
};

export const experimentProperties = [
	keyNotice,
	...predictionProperties(experimentPrediction, [experimentId, sid]),
];
