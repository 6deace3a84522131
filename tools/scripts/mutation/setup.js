const fc = require('fast-check').default;

/** Maximum runs of a property: Stryker runs it again for each of the mutants that it reaches. */
fc.configureGlobal({ numRuns: 20 });
