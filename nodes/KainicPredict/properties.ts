import type { INodeProperties } from 'n8n-workflow';
import {
	optionWithFields,
	predictionProperties,
	withFields,
} from '../shared/n8n/prediction-properties';
import { predict } from './predict';

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

const sid: INodeProperties = {
	displayName: 'Session ID',
	name: 'sid',
	type: 'string',
	default: '',
	placeholder: 'e.g. session-0815',
	description: 'ID of the visit. Left out when empty.',
	displayOptions: optionWithFields,
};

export const predictProperties = predictionProperties({
	defaults: predict.defaults,
	target: [modelId],
	options: [sid],
	exampleBody:
		'{\n  "kainic_pid": "",\n  "kainic_mid": "",\n  "platform": "web",\n  "anon_uid": "",\n  "items": []\n}',
});
