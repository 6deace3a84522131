import type { INode } from 'n8n-workflow';

/** A node as n8n gives it to its code. */
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
