import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { eventProperties } from '../../nodes/KainicEvent/properties';
import { failureKinds } from '../../nodes/shared/failure-codes';
import manifest from '../../package.json';

const root = path.resolve(__dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8').replace(/ {2,}/g, ' ');

function section(title: string): string {
	const [, text = ''] = readme.split(`\n## ${title}\n`);
	return text.split('\n## ')[0] ?? '';
}

/** Internal names of all parameters and options that a user can set. */
function names(properties: readonly INodeProperties[]): string[] {
	return properties.flatMap(({ name, type, options }) => {
		if (type === 'notice') return [];
		if (name !== 'options' && name !== 'additionalFields') return [name];
		return (options ?? []).map((option) => option.name);
	});
}

describe('the README', () => {
	test.each(Object.entries(failureKinds))(
		'tells %s with its advice',
		(code, { headline, advice }) => {
			expect(section('When something fails')).toContain(
				`| \`${code}\` | ${headline} | ${advice} |`,
			);
		},
	);

	test('has a table of every parameter of Kainic Event', () => {
		for (const name of names(eventProperties))
			expect(section('Kainic Event')).toContain(`\`${name}\``);
	});

	test('names each node, the versions that the tests run, and only commands that exist', () => {
		for (const file of manifest.n8n.nodes) {
			const node = path.basename(file, '.node.js').replace('Kainic', 'Kainic ');
			expect(readme).toContain(`\n## ${node}\n`);
		}
		expect(readme).toContain(manifest.devDependencies['n8n-core']);
		for (const [, script = ''] of readme.matchAll(/npm run ([\w:]+)/g)) {
			expect(Object.keys(manifest.scripts)).toContain(script);
		}
	});

	test('links to files that exist', () => {
		for (const [, target = ''] of readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
			expect([target, existsSync(path.join(root, target))]).toEqual([target, true]);
		}
	});
});
