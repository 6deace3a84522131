import { readFileSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';

const root = path.resolve(__dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

function section(title: string): string {
	const [, found = ''] = readme.split(`\n## ${title}\n`);
	return found.split('\n## ')[0] ?? '';
}

/** npm and n8n show this file to people who have not decided yet. */
describe('the README', () => {
	test('shows each node in a picture, with a link to its page', () => {
		for (const file of manifest.n8n.nodes) {
			const name = path.basename(file, '.node.js').replace('Kainic', 'Kainic ');
			const page = `docs/nodes/${name.toLowerCase().replace(' ', '-')}.md`;
			const [, found = ''] = section('The nodes').split(`\n### ${name}\n`);
			const [part = ''] = found.split('\n### ');
			expect(part).toMatch(/!\[.+\]\(docs\/images\/.+\)/);
			expect(part).toContain(`(${page})`);
		}
	});

	test('names only commands that exist', () => {
		for (const [, script = ''] of readme.matchAll(/npm run ([\w:]+)/g)) {
			expect(Object.keys(manifest.scripts)).toContain(script);
		}
	});
});
