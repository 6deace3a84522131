import { cacheFolder, installationName, pinnedVersion, readRecipe } from '../../../harness/recipe';

describe('the recipe of an installation', () => {
	it('pins n8n to one exact version for each release', () => {
		expect(readRecipe('n8n2').version).toMatch(/^2\.\d+\.\d+$/);
		expect(readRecipe('n8n1').version).toMatch(/^1\.\d+\.\d+$/);
	});

	it.each(['^2.41.1', 'latest', '2.x', ''])('refuses n8n at "%s"', (version) => {
		const manifest = JSON.stringify({ dependencies: { n8n: version } });
		expect(() => pinnedVersion(manifest)).toThrow('exact version');
	});

	it('is not misled by a package whose name ends as n8n does', () => {
		const manifest = { name: 'about-n8n', version: '9.9.9', dependencies: { n8n: '1.2.3' } };
		expect(pinnedVersion(JSON.stringify(manifest))).toBe('1.2.3');
	});

	it('names another folder when the manifest, the lock file or the machine differs', () => {
		const names = [
			installationName('1.2.3', 'a', 'b', 'linux-x64'),
			installationName('1.2.3', 'A', 'b', 'linux-x64'),
			installationName('1.2.3', 'a', 'B', 'linux-x64'),
			installationName('1.2.3', 'a', 'b', 'darwin-arm64'),
			installationName('1.2.3', 'ab', '', 'linux-x64'),
		];
		expect(new Set(names).size).toBe(names.length);
		expect(names[0]).toMatch(/^n8n-1\.2\.3-[0-9a-f]{12}$/);
		expect(installationName('1.2.3', 'a', 'b', 'linux-x64')).toBe(names[0]);
	});
});

describe('the place of the cache', () => {
	it('is the one that is asked for, else below the cache directory of the user', () => {
		expect(cacheFolder({ KAINIC_N8N_CACHE: '/srv/n8n', XDG_CACHE_HOME: '/x' })).toBe('/srv/n8n');
		expect(cacheFolder({ XDG_CACHE_HOME: '/x' })).toBe('/x/n8n-nodes-kainic');
		expect(cacheFolder({})).toMatch(/\/\.cache\/n8n-nodes-kainic$/);
	});
});
