import type { INodeProperties } from 'n8n-workflow';
import { endpoint, field } from '../shared/kainic/api';
import { userId } from '../shared/n8n/properties';
import { predictionOperation } from '../shared/prediction/operation';
import { predictionProperties, sessionId, withFields } from '../shared/prediction/properties';
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

const experimentId: INodeProperties = {
	displayName: 'Experiment ID',
	name: 'experimentId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. experiment-home',
	description: 'ID of the experiment, from the Kainic Console',
	displayOptions: withFields,
};

const sid: INodeProperties = {
	...sessionId,
	required: true,
	description: 'ID of the visit. It decides the group, so a visitor must keep it.',
	displayOptions: withFields,
};

export const experimentProperties = predictionProperties({
	target: [experimentId, sid],
	additionalFields: [userId],
	exampleBody:
		'{\n  "kainic_pid": "",\n  "kainic_exp_id": "",\n  "platform": "web",\n  "anon_uid": "",\n  "sid": "",\n  "items": []\n}',
});
