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
