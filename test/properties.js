const fc = require('fast-check').default;

/** The same runs each time; `FC_SEED=random` for others. A failure prints the seed and the path to it. */
const { FC_SEED = '20261128' } = process.env;
const seed = FC_SEED === 'random' ? {} : { seed: Number(FC_SEED) };

let [runs, proving, before] = [0, 0, 0];
const assertions = () => expect.getState().assertionCalls;

fc.configureGlobal({
	...fc.readConfigureGlobal(),
	...seed,
	beforeEach: () => {
		before = assertions();
	},
	afterEach: () => {
		runs += 1;
		if (assertions() > before) proving += 1;
	},
});

beforeEach(() => {
	[runs, proving] = [0, 0];
});

/** The runs of a property that reach no `expect` prove nothing. */
afterEach(() => {
	if (proving * 2 >= runs) return;
	throw new Error(`Only ${proving} of ${runs} runs of this property reached an assertion.`);
});
