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
	// n8n makes a node in the same way, from the class that has the file's name.
	const loaded = module.require(source) as Record<string, new () => INodeType>;
	const Node = loaded[className];
	if (Node === undefined) throw new Error(`${source} has no class ${className}`);
	const node = new Node();
	const { description } = node;
	const { displayName: title, name: type } = description;
	const page = title.toLowerCase().replaceAll(' ', '-');
	return { className, title, type, page, description, node };
});
