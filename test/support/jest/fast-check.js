const fc = require('fast-check').default;

/** The same runs each time. By night, `npm test` chooses another seed and prints it. */
const { FC_SEED = '20261128' } = process.env;
const seed = Number(FC_SEED);

let [runs, proving, before] = [0, 0, 0];
const assertions = () => expect.getState().assertionCalls;

fc.configureGlobal({
	...fc.readConfigureGlobal(),
	seed,
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
