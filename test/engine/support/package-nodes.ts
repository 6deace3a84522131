import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';

const root = path.resolve(__dirname, '../../..');
const packageName = 'n8n-nodes-kainic';

/**
 * A node of this package, loaded from its TypeScript source the way n8n loads the built file:
 * from the list in package.json, the class being named as its file.
 * @param typeName `n8n-nodes-kainic.kainicEvent`, say; undefined is answered for an unlisted one
 */
export async function loadPackageNode(typeName: string): Promise<INodeType | undefined> {
	if (!typeName.startsWith(`${packageName}.`)) return undefined;
	const loaded = await loadListed('nodes', typeName.slice(packageName.length + 1));
	if (loaded !== undefined && !isNodeType(loaded)) throw new Error(`${typeName} is not a node`);
	return loaded;
}

/** A credential type of this package, by name: `kainicApi`. */
export async function loadPackageCredential(name: string): Promise<ICredentialType | undefined> {
	const loaded = await loadListed('credentials', name);
	if (loaded !== undefined && !isCredentialType(loaded)) {
		throw new Error(`${name} is not a credential type`);
	}
	return loaded;
}

async function loadListed(kind: 'nodes' | 'credentials', name: string): Promise<unknown> {
	const className = name.charAt(0).toUpperCase() + name.slice(1);
	const file = listedFiles(kind).find(
		(listed) => path.basename(listed).split('.')[0] === className,
	);
	if (file === undefined) return undefined;
	const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
	const loaded: unknown = await import(path.join(root, source));
	return construct(loaded, className);
}

function listedFiles(kind: 'nodes' | 'credentials'): string[] {
	const content: { n8n: Record<typeof kind, string[]> } = JSON.parse(
		readFileSync(path.join(root, 'package.json'), 'utf8'),
	);
	return content.n8n[kind];
}

function construct(moduleExports: unknown, className: string): unknown {
	const found: unknown = Object(moduleExports)[className];
	if (typeof found !== 'function') throw new Error(`No class ${className} is exported`);
	return Reflect.construct(found, []);
}

function isNodeType(value: unknown): value is INodeType {
	return typeof value === 'object' && value !== null && 'description' in value;
}

function isCredentialType(value: unknown): value is ICredentialType {
	return typeof value === 'object' && value !== null && 'properties' in value && 'name' in value;
}
