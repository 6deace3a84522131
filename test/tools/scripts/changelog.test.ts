import { version } from '../../../package.json';
import { changesOf, falseTag } from '../../../tools/scripts/changelog';

/** `npm run rehearse` tries the rest of a release. */
test('publishing is refused for a tag that is not the version', () => {
	expect(falseTag('v9.9.9')).toEqual([`The tag v9.9.9 is not the version v${version}.`]);
});

test('the changelog gives the changes of one version, and refuses a version without any', () => {
	const changelog =
		'# Changes\n\n## Unreleased\n\n## 0.2.0 - 2026-01-02\n\n- A\n\n## 0.1.0\n\n- B\n';
	expect(changesOf('0.2.0', changelog)).toBe('- A');
	expect(() => changesOf('0.2', changelog)).toThrow('nothing under "## 0.2"');
	expect(() => changesOf('Unreleased', changelog)).toThrow('nothing under "## Unreleased"');
});
