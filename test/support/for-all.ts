import fc from 'fast-check';

/** What an arbitrary draws. */
export type Drawn<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never;

type Arbitraries<Values> = { [Index in keyof Values]: fc.Arbitrary<Values[Index]> };
type Check<Values extends unknown[]> = (...values: Values) => void | Promise<void>;

/** Checks a rule for random values: `runs` times, or fewer if fast-check is configured for fewer. */
export async function forAll<Values extends [unknown, ...unknown[]]>(
	arbitraries: Arbitraries<Values>,
	...given: [runs: number, check: Check<Values>] | [check: Check<Values>]
): Promise<void> {
	const [runs, check] = given.length === 1 ? [100, given[0]] : given;
	const property = fc.asyncProperty<Values>(...arbitraries, async (...values) => {
		await check(...values);
	});
	const { numRuns: most = runs } = fc.readConfigureGlobal();
	await fc.assert(property, { numRuns: Math.min(runs, most) });
}
