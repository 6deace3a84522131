const fc = require('fast-check').default;

const { assert } = fc;

/** Random runs for each mutant: each of a thousand mutants runs every property that reaches it. */
const mostRuns = 20;

fc.assert = (property, parameters) =>
	assert(property, {
		...parameters,
		numRuns: Math.min(parameters?.numRuns ?? mostRuns, mostRuns),
	});
