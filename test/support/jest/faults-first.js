const { default: Sequencer } = require('@jest/test-sequencer');

/** The files in `faults` take the longest. Jest does not know that in a fresh clone, and would begin some of them last. */
module.exports = class FaultsFirst extends Sequencer {
	sort(tests) {
		const isOfFaults = ({ path }) => /[\\/]faults[\\/]/.test(path);
		return super.sort(tests).sort((a, b) => Number(isOfFaults(b)) - Number(isOfFaults(a)));
	}
};
