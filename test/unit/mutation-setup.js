const fc = require('fast-check').default;

/** At most: each of three thousand mutants runs every property that reaches it. */
fc.configureGlobal({ numRuns: 20 });
