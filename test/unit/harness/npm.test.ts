import { explainNpmFailure, npmEnvironment } from '../../../harness/npm';

describe('what a failed npm run is explained as', () => {
	it.each([
		['npm error code ENOTFOUND\nnpm error network request failed', 'registry cannot be reached'],
		['npm error code ECONNREFUSED', 'registry cannot be reached'],
		['npm error code ECONNRESET', 'registry cannot be reached'],
		['npm error code ENOSPC', 'disk is full'],
		['npm error code EACCES\nnpm error syscall mkdir', 'may not write'],
		['npm error gyp ERR! find Python', 'Install a compiler'],
	])('%j', (output, explanation) => {
		expect(explainNpmFailure(['ci'], output)).toContain(explanation);
	});

	it('shows the end of the output where the cause is not known', () => {
		const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
		const explained = explainNpmFailure(['run', 'build'], lines.join('\n'));
		expect(explained).toContain('npm failed.');
		expect(explained).toContain('line 39');
		expect(explained).not.toContain('line 3\n');
	});

	it('leaves warnings out', () => {
		expect(explainNpmFailure(['ci'], 'npm warn deprecated x\nreason')).not.toContain('deprecated');
	});
});

describe("npm's environment in another folder", () => {
	it("has none of the calling npm script's own settings, and keeps the user's", () => {
		const calling = {
			npm_config_ignore_scripts: 'true',
			npm_config_loglevel: 'silent',
			npm_config_local_prefix: '/checkout',
			npm_lifecycle_event: 'demo',
			npm_package_name: 'x',
			NODE_ENV: 'production',
			npm_config_registry: 'https://registry.example',
			npm_config_https_proxy: 'http://proxy.example',
			PATH: '/bin',
		};
		expect(npmEnvironment(calling)).toEqual({
			npm_config_registry: 'https://registry.example',
			npm_config_https_proxy: 'http://proxy.example',
			PATH: '/bin',
		});
	});
});
