module.exports = {
	testEnvironment: 'node',
	testTimeout: 30_000,
	testMatch: ['<rootDir>/test/**/*.engine.test.ts'],
	setupFiles: ['<rootDir>/test/support/engine/environment.ts'],
	setupFilesAfterEnv: ['<rootDir>/test/support/jest/no-production.js'],
	globalSetup: '<rootDir>/test/support/engine/global-setup.js',
	globalTeardown: '<rootDir>/test/support/engine/global-teardown.js',
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
};
