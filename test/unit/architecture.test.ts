import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { forbiddenImports, importCycles, strayApiNames } from './architecture/rules';
import { publishedSources, root } from './architecture/sources';

const sources = publishedSources();

interface Manifest {
	n8n: { nodes: string[] };
	peerDependencies: Record<string, string>;
}

const manifest: Manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const nodeFolders = readdirSync(path.join(root, 'nodes')).filter((name) => name !== 'shared');

describe('the published sources', () => {
	test('were found', () => {
		expect(sources.map(({ path: file }) => file)).toEqual(
			expect.arrayContaining(['nodes/shared/failure', 'credentials/KainicApi.credentials']),
		);
	});

	test('import only what their part of the house may import', () => {
		expect(forbiddenImports(sources)).toEqual([]);
	});

	test('import each other without a cycle', () => {
		expect(importCycles(sources)).toEqual([]);
	});

	test("name the API's fields in one folder only", () => {
		expect(strayApiNames(sources)).toEqual([]);
	});
});

describe('the package', () => {
	test('has no dependency at run time but the n8n-workflow of its host', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		for (const kind of ['dependencies', 'optionalDependencies', 'bundledDependencies']) {
			expect(Object.keys(Reflect.get(manifest, kind) ?? {})).toEqual([]);
		}
	});

	test.each(nodeFolders)('registers %s', (folder) => {
		expect(manifest.n8n.nodes).toContain(`dist/nodes/${folder}/${folder}.node.js`);
	});
});
