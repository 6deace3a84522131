import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { forbiddenImports, importCycles, strayApiNames } from './architecture/rules';
import { parse, publishedSources, root } from './architecture/sources';

const sources = publishedSources();

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
	files: string[];
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

	test('publishes what is built and nothing of its tests, emulator or scripts', () => {
		expect(manifest.files).toContain('dist');
		expect(manifest.files.filter((name) => !/^(dist|.*\.md)$/.test(name))).toEqual([]);
	});

	test.each(nodeFolders)('registers %s, which has its codex file', (folder) => {
		expect(manifest.n8n.nodes).toContain(`dist/nodes/${folder}/${folder}.node.js`);
		expect(existsSync(path.join(root, 'nodes', folder, `${folder}.node.json`))).toBe(true);
	});
});

describe('the rules find', () => {
	test.each(['import { a } from "X";', 'export * from "X";', 'const a = require("X");'])(
		'the import of another node by %s',
		(text) => {
			const source = parse('nodes/KainicEvent/event.ts', text.replace('X', '../KainicPredict/a'));

			expect(forbiddenImports([source])).toEqual([
				'nodes/KainicEvent/event imports nodes/KainicPredict/a',
			]);
		},
	);

	test.each([
		['nodes/shared/kainic/api.ts', 'n8n-workflow'],
		['nodes/KainicEvent/event.ts', 'lodash'],
		['nodes/KainicEvent/event.ts', 'node:fs'],
		['nodes/shared/kainic/response.ts', '../delivery/send'],
		['nodes/shared/delivery/send.ts', 'n8n-workflow'],
		['nodes/shared/delivery/send.ts', '../kainic/response'],
		['nodes/shared/n8n/run.ts', '../../KainicEvent/event'],
		['nodes/shared/failure.ts', './n8n/errors'],
		['credentials/KainicApi.credentials.ts', '../nodes/shared/n8n/http'],
	])('in %s the import of %s', (file, imported) => {
		expect(forbiddenImports([parse(file, `import '${imported}';`)])).toHaveLength(1);
	});

	test('a cycle, once', () => {
		const chain = [
			parse('nodes/a.ts', "import './b';"),
			parse('nodes/b.ts', "import './a'; import './c';"),
			parse('nodes/c.ts', ''),
		];

		expect(importCycles(chain)).toEqual(['nodes/a > nodes/b > nodes/a']);
	});

	test.each([
		["const name = 'kainic_pid';", 'kainic_pid'],
		['const body = { anon_uid: 1 };', 'anon_uid'],
		['const url = `${base}?api_key=${key}`;', 'api_key'],
	])("an API name in %s, but not in a node's texts", (text, name) => {
		expect(strayApiNames([parse('nodes/KainicEvent/event.ts', text)])).toEqual([
			`nodes/KainicEvent/event:1 ${name}`,
		]);
		const sentence = parse('nodes/KainicEvent/properties.ts', `const hint = 'Kainic: ${name}';`);
		expect(strayApiNames([sentence])).toEqual([]);
	});
});
