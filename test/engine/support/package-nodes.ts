import type { INodeType } from 'n8n-workflow';
import { packageNodes } from '../../../tools/n8n/package-nodes';

/**
 * A node of this package, from its TypeScript source.
 * @param typeName `n8n-nodes-kainic.kainicEvent`, say; undefined is answered for an unlisted one
 */
export async function loadPackageNode(typeName: string): Promise<INodeType | undefined> {
	return packageNodes.find(({ type }) => `n8n-nodes-kainic.${type}` === typeName)?.node;
}
