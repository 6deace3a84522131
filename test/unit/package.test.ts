import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packThisPackage, type PackedPackage } from '../../harness/pack';
import { filesToCheck, obstacles } from '../../scripts/publishable';

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

	test('loads its panels alone until a node runs', () => {
		const folder = path.dirname(packed.tarball);
		execFileSync('tar', ['-xzf', packed.tarball, '-C', folder]);
		const script = `
			const { nodes } = require('./package/package.json').n8n;
			for (const node of nodes) require('./package/' + node);
			console.log(Object.keys(require.cache).join(' '));`;
		const env = { ...process.env, NODE_PATH: path.join(root, 'node_modules') };
		const options = { cwd: folder, env, encoding: 'utf8' } as const;
		const loaded = execFileSync(process.execPath, ['-e', script], options).trim().split(' ');
		const names = loaded
			.filter((file) => file.includes('package/dist'))
			.map((file) => path.basename(file, '.js'));
		const panels = /^(properties|options|Kainic\w+\.node)$/;
		expect(names.filter((name) => panels.test(name))).toHaveLength(11);
		expect(names.filter((name) => !panels.test(name)).sort()).toEqual(
			// The titles of the panels, and what is needed if the rest cannot be loaded.
			['api', 'failure', 'failure-codes', 'leftovers', 'load', 'outputs', 'values'],
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
		expect(new Set(links).size).toBe(5);
		for (const link of links) {
			const page = `${link.replace('https://n8n-nodes-kainic.example/', '')}.md`;
			expect([page, existsSync(path.join(root, page))]).toEqual([page, true]);
		}
	});
});
