import type { INodeProperties } from 'n8n-workflow';
import { userId } from '../shared/n8n/properties';
import { predictionProperties, sessionId, withFields } from '../shared/prediction/properties';

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
