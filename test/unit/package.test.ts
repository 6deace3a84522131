import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packThisPackage, type PackedPackage } from '../../tools/n8n/pack';
import manifest from '../../package.json';
import { released } from '../../tools/scripts/changelog';
import { filesToCheck, obstacles } from '../../tools/scripts/publishable';

const root = path.resolve(__dirname, '../..');

function sources(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

describe('the packed package', () => {
	let packed: PackedPackage;
	beforeAll(async () => {
		packed = await packThisPackage();
	}, 120_000);
	afterAll(() => packed.remove());

	test('holds what n8n loads and what a user reads, and nothing else', async () => {
		const listing = execFileSync('tar', ['-tzf', packed.tarball], { encoding: 'utf8' });
		const compiled = [...sources('nodes'), ...sources('credentials'), ...sources('icons')].map(
			(file) => `package/dist/${file.replace(/\.ts$/, '.js')}`,
		);
		const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
		expect(listing.trim().split('\n').sort()).toEqual(
			[...compiled, ...documents.map((name) => `package/${name}`)].sort(),
		);
	});
});

describe('publishing', () => {
	const clean = [{ path: 'package.json', text: '"homepage": "https://shop.example"' }];

	test('is refused while a placeholder stands anywhere', () => {
		const text = '"homepage": "https://n8n-nodes-kainic.example"';
		expect(obstacles('v1.0.0', '1.0.0', [{ path: 'package.json', text }])).toEqual([
			'package.json still names the placeholder n8n-nodes-kainic.example.',
		]);
		expect(obstacles('v1.0.0', '1.0.0', clean)).toEqual([]);
	});

	test('looks at every file in which a reader could follow a placeholder', () => {
		const files = filesToCheck();
		const places = ['package.json', 'SECURITY.md', 'CODE_OF_CONDUCT.md', 'README.md'];
		expect(files).toEqual(expect.arrayContaining(places));
		expect(files).toEqual(expect.arrayContaining(['credentials/KainicApi.credentials.ts']));
		expect(files).toContain('.github/ISSUE_TEMPLATE/config.yml');
	});

	test('is refused for a tag that is not the version', () => {
		expect(obstacles('v1.0.1', '1.0.0', clean)).toHaveLength(1);
	});
});

/** n8n adds parameters of its own to the end of such a link, so an anchor would not be found. */
describe('the links that n8n shows', () => {
	const codexFiles = sources('nodes').filter((file) => file.endsWith('.node.json'));
	const texts = [...codexFiles, 'credentials/KainicApi.credentials.ts'].map((file) =>
		readFileSync(path.join(root, file), 'utf8'),
	);
	const links = texts.flatMap(
		(text) => text.match(/https:\/\/n8n-nodes-kainic\.example[^'"]*/g) ?? [],
	);

	test('lead to a page of their own that exists, without an anchor', () => {
		expect(new Set(links).size).toBe(manifest.n8n.nodes.length + manifest.n8n.credentials.length);
		for (const link of links) {
			const page = `${link.replace('https://n8n-nodes-kainic.example/', '')}.md`;
			expect([page, existsSync(path.join(root, page))]).toEqual([page, true]);
		}
	});
});

describe('the changelog at a release', () => {
	test('has the changes under the version, and room for the next ones', () => {
		const before = '# Changes\n\n## Unreleased\n\n- A\n\n## 0.1.0 - 2026-01-01\n\n- B\n';
		expect(released(before, '0.2.0', '2026-11-28')).toBe(
			before.replace('Unreleased\n', 'Unreleased\n\n## 0.2.0 - 2026-11-28\n'),
		);
	});

	test.each(['# Changes\n', '# Changes\n\n## Unreleased\n\n## 0.1.0\n\n- B\n'])(
		'needs changes: %j',
		(empty) => expect(() => released(empty, '0.2.0', '2026-11-28')).toThrow('nothing under'),
	);
});
