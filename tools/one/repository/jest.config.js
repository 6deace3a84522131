module.exports = {
	testEnvironment: 'node',
	testTimeout: 30_000,
	testMatch: ['<rootDir>/test/engine/**/*.test.ts'],
	setupFiles: ['<rootDir>/test/engine/support/environment.ts'],
	setupFilesAfterEnv: ['<rootDir>/test/no-production.js'],
	globalSetup: '<rootDir>/test/engine/support/global-setup.js',
	globalTeardown: '<rootDir>/test/engine/support/global-teardown.js',
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
};
