import type { INode } from 'n8n-workflow';

export function fakeNode(settings: Partial<INode> = {}): INode {
	return {
		id: '1',
		name: 'Kainic Event',
		type: 'n8n-nodes-kainic.kainicEvent',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...settings,
	};
}
