import { basename, join } from 'node:path';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { n8n } from '../../package.json';
import { repositoryRoot } from './recipe';

/** A node of this package. */
export interface PackageNode {
	/** `KainicEvent`: its class and its folder in `nodes/`. */
	readonly className: string;
	/** `Kainic Event` */
	readonly title: string;
	/** `kainicEvent` */
	readonly type: string;
	/** `kainic-event`: the name of its page in `docs/nodes/` and of its picture. */
	readonly page: string;
	readonly description: INodeTypeDescription;
	readonly node: INodeType;
}

/** The nodes that package.json lists, loaded from their sources. */
export const packageNodes: readonly PackageNode[] = n8n.nodes.map((file) => {
	const className = basename(file, '.node.js');
	const source = join(repositoryRoot, 'nodes', className, `${className}.node.ts`);
	const loaded: unknown = module.require(source);
	const Node: unknown = Reflect.get(Object(loaded), className);
	if (!isNodeClass(Node)) throw new Error(`${source} has no class ${className}`);
	const node = new Node();
	const { description } = node;
	const { displayName: title, name: type } = description;
	const page = title.toLowerCase().replaceAll(' ', '-');
	return { className, title, type, page, description, node };
});

function isNodeClass(value: unknown): value is new () => INodeType {
	return typeof value === 'function';
}
