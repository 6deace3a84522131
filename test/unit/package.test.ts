import { version } from '../../package.json';
import { changesOf, released } from '../../tools/scripts/changelog';
import { falseTag, filesToCheck } from '../../tools/scripts/publishable';

describe('publishing', () => {
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
});
