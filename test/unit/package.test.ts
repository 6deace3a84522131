import { version } from '../../package.json';
import { changesOf, released } from '../../tools/scripts/changelog';
import { falseAddresses, falseTag, filesToCheck } from '../../tools/scripts/publishable';

const repository = 'https://github.com/shop/nodes';
const linkTo = (page: string) => [{ path: 'a.json', text: `"${repository}/blob/main/${page}"` }];

describe('publishing', () => {
	test('is refused while a file names a placeholder', () => {
		const text = '"homepage": "https://n8n-nodes-kainic.example/owner"';
		expect(falseAddresses([{ path: 'package.json', text }], repository)).toEqual([
			'package.json still names the placeholder n8n-nodes-kainic.example.',
		]);
	});

	test('is refused while a link leads to a page that does not exist', () => {
		expect(falseAddresses(linkTo('docs/credential.md'), repository)).toEqual([]);
		expect(falseAddresses(linkTo('docs/credentials.md'), repository)).toEqual([
			'a.json links to docs/credentials.md, which does not exist.',
		]);
	});

	test('looks at every file in which a reader could follow a link', () => {
		const files = filesToCheck().map(({ path: file }) => file);
		const places = ['package.json', 'SECURITY.md', 'CODE_OF_CONDUCT.md', 'README.md'];
		expect(files).toEqual(expect.arrayContaining(places));
		expect(files).toContain('credentials/KainicApi.credentials.ts');
		expect(files).toContain('.github/ISSUE_TEMPLATE/config.yml');
	});

	test('is refused for a tag that is not the version', () => {
		expect(falseTag('v9.9.9')).toEqual([`The tag v9.9.9 is not the version v${version}.`]);
	});
});

describe('the changelog at a release', () => {
	test('has the changes under the version, and room for the next ones', () => {
		const before = '# Changes\n\n## Unreleased\n\n- A\n\n## 0.1.0 - 2026-01-01\n\n- B\n';
		expect(released(before, '0.2.0', '2026-11-28')).toBe(
			before.replace('Unreleased\n', 'Unreleased\n\n## 0.2.0 - 2026-11-28\n'),
		);
	});

	test('gives the changes of one version, and refuses a version without any', () => {
		const changelog =
			'# Changes\n\n## Unreleased\n\n## 0.2.0 - 2026-01-02\n\n- A\n\n## 0.1.0\n\n- B\n';
		expect(changesOf('0.2.0', changelog)).toBe('- A');
		expect(() => changesOf('0.2', changelog)).toThrow('nothing under "## 0.2"');
		expect(() => changesOf('Unreleased', changelog)).toThrow('nothing under "## Unreleased"');
	});

	test.each(['# Changes\n', '# Changes\n\n## Unreleased\n\n## 0.1.0\n\n- B\n'])(
		'needs changes: %j',
		(empty) => expect(() => released(empty, '0.2.0', '2026-11-28')).toThrow('nothing under'),
	);
});
