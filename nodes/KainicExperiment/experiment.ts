import { experimentPrediction } from '../shared/kainic/prediction';
import { predictionOperation } from '../shared/n8n/prediction-operation';

/** One request to the experiment for each input item; sessions without a model are its control group. */
export const askExperiment = predictionOperation({
	endpoint: experimentPrediction,
	panel: {
		target: { name: 'experimentId', label: 'Experiment ID' },
		sid: { name: 'sid', isRequired: true },
	},
});
