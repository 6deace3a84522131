const { projects } = require('../../../jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');

/** The unit tests of the code that is mutated. */
module.exports = {
	...unit,
	testTimeout: 30_000,
	setupFiles: ['<rootDir>/test/unit/mutation-setup.js'],
	testMatch: [
		'<rootDir>/test/unit/{catalog,kainic,output,panel,prediction,send}/**/*.test.ts',
		'<rootDir>/test/unit/{failure-codes,hostile,json,values}.test.ts',
	],
};
