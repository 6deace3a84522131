import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { failureKinds } from '../../nodes/shared/failure-codes';
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
			const [, found = ''] = section('The four nodes').split(`\n### ${name}\n`);
			const [part = ''] = found.split('\n### ');
			expect(part).toMatch(/!\[.+\]\(docs\/images\/.+\)/);
			expect(part).toContain(`(${page})`);
		}
	});

	test('names every workflow to import, and nothing else', () => {
		const listed = [...section('Workflows to import').matchAll(/\]\(examples\/(.+?)\)/g)];
		const files = readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.json'));
		expect(listed.map(([, name]) => name).sort()).toEqual(files.sort());
	});

	test('names the versions that the tests run, and only commands that exist', () => {
		expect(section('Compatibility')).toContain(manifest.devDependencies['n8n-core']);
		for (const major of ['n8n-1', 'n8n-2']) {
			const file = path.join(root, 'harness', major, 'package.json');
			const { dependencies } = JSON.parse(readFileSync(file, 'utf8'));
			expect(section('Compatibility')).toContain(dependencies.n8n);
		}
		for (const [, script = ''] of readme.matchAll(/npm run ([\w:]+)/g)) {
			expect(Object.keys(manifest.scripts)).toContain(script);
		}
	});
});

test.each(Object.entries(failureKinds))(
	'docs/errors.md tells %s with its advice',
	(code, { headline, advice }) => {
		const errors = readFileSync(path.join(root, 'docs/errors.md'), 'utf8').replace(/ {2,}/g, ' ');
		expect(errors).toContain(`| \`${code}\` | ${headline} | ${advice} |`);
	},
);
