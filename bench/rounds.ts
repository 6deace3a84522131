/** Where a quantity lay over the rounds, in the quantity's own unit. */
export interface Spread {
	median: number;
	lowest: number;
	highest: number;
}

/**
 * Measures all subjects once, then all once again, `rounds` times: what slows the machine down for
 * a while so falls on all of them. Gives each subject's values, in the order of the subjects.
 */
export async function measureInTurn<Subject, Value>(
	subjects: readonly Subject[],
	rounds: number,
	measure: (subject: Subject, round: number) => Promise<Value>,
): Promise<Value[][]> {
	const values = subjects.map((): Value[] => []);
	for (let round = 1; round <= rounds; round++) {
		for (const [index, subject] of subjects.entries()) {
			values[index]?.push(await measure(subject, round));
		}
	}
	return values;
}

/** Where values lie; the median of an even number of them is halfway between the middle two. Fails without any. */
export function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((one, other) => one - other);
	const [lowest] = sorted;
	const highest = sorted.at(-1);
	const below = sorted[Math.floor((sorted.length - 1) / 2)];
	const above = sorted[Math.floor(sorted.length / 2)];
	if (lowest === undefined || highest === undefined) throw new RangeError('Nothing was measured.');
	if (below === undefined || above === undefined) throw new RangeError('There is no middle.');
	return { median: (below + above) / 2, lowest, highest };
}
