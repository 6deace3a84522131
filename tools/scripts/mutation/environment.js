const { TestEnvironment } = require('jest-environment-node');

/** Whether a test of this run failed, in an earlier file or in this one. */
let hasFailed = false;

/** Makes a run short, since there are thousands of them. */
module.exports = class extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		if (context.testPath.endsWith('1-unit.test.js')) hasFailed = false;
		// Stryker names the tests that reach the mutant: only their files are loaded.
		const names = config.globalConfig.testNamePattern?.replaceAll('\\', '');
		this.global.wanted = hasFailed ? '' : names;
	}

	/** One failed test is enough. Jest itself runs all other tests of a file. */
	handleTestEvent(event, state) {
		if (event.name === 'test_done' && event.test.errors.length > 0) hasFailed = true;
		if (hasFailed) state.testNamePattern = /$^/;
	}
};
