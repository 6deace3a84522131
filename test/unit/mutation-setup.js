const fc = require('fast-check').default;

/** Random runs for each mutant: each of a thousand mutants runs every property that reaches it. */
fc.configureGlobal({ numRuns: 20 });
