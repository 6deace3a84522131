import { modelPrediction } from '../shared/kainic/prediction';
import { predictionOperation } from '../shared/n8n/prediction-operation';

/** One request to the model for each input item. */
export const predict = predictionOperation({
	endpoint: modelPrediction,
	panel: {
		target: { name: 'modelId', label: 'Model ID' },
		sid: { name: 'options.sid', isRequired: false },
	},
});
