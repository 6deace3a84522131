const { projects } = require('../../../jest.config.js');

const [unit, engine] = ['unit', 'engine'].map((name) =>
	projects.find(({ displayName }) => displayName === name),
);

module.exports = {
	...unit,
	testTimeout: 30_000,
	setupFiles: ['<rootDir>/tools/scripts/mutation/setup.js', ...engine.setupFiles],
	testEnvironment: require.resolve('./environment.js'),
	testSequencer: require.resolve('./sequencer.js'),
	testMatch: ['<rootDir>/tools/scripts/mutation/*.test.js'],
};
