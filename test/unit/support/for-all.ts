import fc from 'fast-check';

type Arbitraries<Values> = { [Index in keyof Values]: fc.Arbitrary<Values[Index]> };
type Check<Values extends unknown[]> = (...values: Values) => unknown;

/** Checks a rule for random values; `runs` says how often, unless fast-check is set to fewer runs. */
export async function forAll<Values extends [unknown, ...unknown[]]>(
	arbitraries: Arbitraries<Values>,
	...given: [runs: number, check: Check<Values>] | [check: Check<Values>]
): Promise<void> {
	const [check, runs] = given.length === 1 ? [given[0]] : [given[1], given[0]];
	const property = fc.asyncProperty<Values>(...arbitraries, async (...values) => {
		await check(...values);
	});
	const { numRuns: most = Infinity } = fc.readConfigureGlobal();
	await fc.assert(property, runs === undefined ? {} : { numRuns: Math.min(runs, most) });
}
