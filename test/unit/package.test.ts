import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { packThisPackage } from '../../harness/pack';
import { obstacles } from '../../scripts/publishable';

const root = path.resolve(__dirname, '../..');

function sources(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

describe('the packed package', () => {
	test('holds what n8n loads and what a user reads, and nothing else', async () => {
		const packed = await packThisPackage();
		const listing = execFileSync('tar', ['-tzf', packed.tarball], { encoding: 'utf8' });
		packed.remove();
		const compiled = [...sources('nodes'), ...sources('credentials'), ...sources('icons')].map(
			(file) => `package/dist/${file.replace(/\.ts$/, '.js')}`,
		);
		const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
		expect(listing.trim().split('\n').sort()).toEqual(
			[...compiled, ...documents.map((name) => `package/${name}`)].sort(),
		);
	}, 120_000);
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

	test('is refused for a tag that is not the version', () => {
		expect(obstacles('v1.0.1', '1.0.0', clean)).toHaveLength(1);
	});
});
