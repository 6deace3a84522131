const { default: Sequencer } = require('@jest/test-sequencer');

/** The tests of units are faster, and if one fails, the engine is not needed. */
module.exports = class ByName extends Sequencer {
	sort(tests) {
		return [...tests].sort((a, b) => a.path.localeCompare(b.path));
	}
};
