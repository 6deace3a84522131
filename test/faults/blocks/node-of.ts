import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { loadPackageNode } from '../../engine/support/package-nodes';
import { caseOf } from '../../cases';
import { apiKey, type BlockCase } from './block-case';

export async function typeOf({ node }: BlockCase): Promise<INodeType> {
	const type = await loadPackageNode(`n8n-nodes-kainic.${node}`);
	if (type === undefined) throw new Error(`package.json lists no node ${node}`);
	return type;
}

export function credentialOf({ node }: BlockCase, baseUrl: string) {
	return { apiKey, projectId: 'demo-project', keyType: caseOf(node).keyType, baseUrl };
}

/** The items of all outputs. */
export function itemsOf(output: unknown): INodeExecutionData[] {
	return Array.isArray(output) ? output.flat() : [];
}
