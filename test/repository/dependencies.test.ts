import { readdirSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';

const nodes = path.resolve(__dirname, '../../nodes');

test('the package has no dependency at run time but the n8n-workflow of its host', () => {
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	for (const kind of ['dependencies', 'optionalDependencies', 'bundledDependencies']) {
		expect(Object.keys(Reflect.get(manifest, kind) ?? {})).toEqual([]);
	}
});

test.each(readdirSync(nodes).filter((name) => name !== 'shared'))(
	'the package registers %s',
	(folder) => expect(manifest.n8n.nodes).toContain(`dist/nodes/${folder}/${folder}.node.js`),
);
