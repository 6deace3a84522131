const common = {
	rootDir: __dirname,
	// Jest sees only changes below these: tests stand in the first, what they test in the others.
	roots: ['test', 'nodes', 'credentials', 'tools'].map((folder) => `<rootDir>/${folder}`),
	testEnvironment: 'node',
	setupFilesAfterEnv: ['<rootDir>/test/properties.js', '<rootDir>/test/no-production.js'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
	// Types are checked by `npm run lint`; here they are only stripped, file by file.
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
};

/** @type {import('jest').Config} */
module.exports = {
	// More than the two processors of a small machine: tests of timeouts wait much of their time.
	maxWorkers: 3,
	testSequencer: '<rootDir>/test/sequencer.js',
	testTimeout: 30_000,
	projects: [
		{
			...common,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/{unit,workflows}/**/*.test.ts'],
		},
		{
			...common,
			displayName: 'engine',
			testMatch: ['<rootDir>/test/engine/**/*.test.ts', '<rootDir>/test/faults/**/*.test.ts'],
			globalSetup: '<rootDir>/test/engine/support/global-setup.js',
			globalTeardown: '<rootDir>/test/engine/support/global-teardown.js',
			setupFiles: ['<rootDir>/test/engine/support/environment.ts'],
		},
	],
};
