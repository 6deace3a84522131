const common = {
	rootDir: __dirname,
	// Jest sees only changes below these: tests stand in the first, what they test in the others.
	roots: ['test', 'nodes', 'credentials', 'tools'].map((folder) => `<rootDir>/${folder}`),
	testEnvironment: 'node',
	setupFilesAfterEnv: [
		'<rootDir>/test/support/jest/fast-check.js',
		'<rootDir>/test/support/jest/no-production.js',
	],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
	// Types are checked by `npm run lint`; here they are only stripped, file by file.
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
};

/** They run the nodes in n8n's engine. */
const engineTests = ['\\.engine\\.test\\.ts$', '/test/faults/.*\\.test\\.ts$'];

/** @type {import('jest').Config} */
module.exports = {
	// More than the two processors of a small machine: tests of timeouts wait much of their time.
	maxWorkers: 3,
	testSequencer: '<rootDir>/test/support/jest/faults-first.js',
	testTimeout: 30_000,
	projects: [
		{
			...common,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: [...common.testPathIgnorePatterns, ...engineTests],
		},
		{
			...common,
			displayName: 'engine',
			testRegex: engineTests,
			globalSetup: '<rootDir>/test/support/engine/global-setup.js',
			globalTeardown: '<rootDir>/test/support/engine/global-teardown.js',
			setupFiles: ['<rootDir>/test/support/engine/environment.ts'],
		},
	],
};
