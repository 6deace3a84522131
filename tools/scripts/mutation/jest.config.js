const { projects } = require('../../../jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');

module.exports = {
	...unit,
	testTimeout: 30_000,
	setupFiles: ['<rootDir>/test/unit/mutation-setup.js'],
	testEnvironment: require.resolve('./environment.js'),
	testMatch: ['<rootDir>/tools/scripts/mutation/all.test.js'],
};
