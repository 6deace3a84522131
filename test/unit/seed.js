const fc = require('fast-check').default;

/** The same runs each time; `FC_SEED=random` for others. A failure prints the seed and the path to it. */
const { FC_SEED = '20261128' } = process.env;
if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED) });
