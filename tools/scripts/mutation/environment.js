const { TestEnvironment } = require('jest-environment-node');

/** One failed test is enough for a mutant: Jest itself leaves the other tests of a file only between two files. */
module.exports = class extends TestEnvironment {
	handleTestEvent(event, state) {
		if (event.name === 'test_done' && event.test.errors.length > 0) state.testNamePattern = /$^/;
	}
};
