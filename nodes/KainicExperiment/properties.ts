import type { INodeProperties } from 'n8n-workflow';
import { predictionProperties, withFields } from '../shared/n8n/prediction-properties';
import { askExperiment } from './experiment';

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
	displayName: 'Session ID',
	name: 'sid',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. session-0815',
	description: 'ID of the visit. It decides the group, so a visitor must keep it.',
	displayOptions: withFields,
};

export const experimentProperties = predictionProperties({
	defaults: askExperiment.defaults,
	target: [experimentId, sid],
	options: [],
	exampleBody:
		'{\n  "kainic_pid": "",\n  "kainic_exp_id": "",\n  "platform": "web",\n  "anon_uid": "",\n  "sid": "",\n  "items": []\n}',
});
