const { TestEnvironment } = require('jest-environment-node');

/** Makes a run short, since there are thousands of them. */
module.exports = class extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		// Stryker names the tests that reach the mutant: only their files are loaded.
		this.global.wanted = config.globalConfig.testNamePattern?.replaceAll('\\', '');
	}

	/** One failed test is enough. Jest itself runs all other tests of a file. */
	handleTestEvent(event, state) {
		if (event.name === 'test_done' && event.test.errors.length > 0) state.testNamePattern = /$^/;
	}
};
