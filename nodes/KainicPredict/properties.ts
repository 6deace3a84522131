import type { INodeProperties } from 'n8n-workflow';
import { userId } from '../shared/n8n/properties';
import { predictionProperties, sessionId, withFields } from '../shared/prediction/properties';

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
