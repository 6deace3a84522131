import { endpoint, field } from '../shared/kainic/api';
import { predictionOperation } from '../shared/prediction/operation';
import type { PredictionEndpoint } from '../shared/prediction/request';

export const experimentPrediction: PredictionEndpoint = {
	path: endpoint.experimentPrediction(),
	keyType: 'experiment',
	target: {
		scope: 'experiment',
		field: field.experimentId,
		parameter: 'experimentId',
		label: 'Experiment ID',
	},
	session: { parameter: 'sid', isRequired: true },
	hasControlGroup: true,
	repeatedFields: [field.experimentId, field.sid, field.platform, field.anonUid],
};

export const getRecommendations = predictionOperation(experimentPrediction);
