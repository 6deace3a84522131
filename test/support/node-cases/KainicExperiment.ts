import { nodeCase as predict, tool } from './KainicPredict';
import type { NodeCase } from './node-case';

export const nodeCase: NodeCase = {
	...predict,
	keyType: 'experiment',
	tool: {
		...tool,
		parameters: { ...tool.parameters, experimentId: 'experiment-similar', sid: 's-1' },
	},
	sharedScope: 'experiment',
	parameters: {
		...{ platform: 'web', anonUid: '={{ $json.visitor }}', type: 'popular' },
		...{ experimentId: 'experiment-home', sid: '={{ $json.session }}' },
	},
	otherSources: {
		itemIds: 'p-1',
		bodyJson: JSON.stringify({
			...{ kainic_pid: 'demo-project', kainic_exp_id: 'experiment-home', sid: 'session-0' },
			...{ platform: 'web', anon_uid: 'visitor-0', type: 'popular' },
		}),
	},
};
