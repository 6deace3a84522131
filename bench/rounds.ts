import type { Report } from '../harness';
import type { Round, RoundStore } from './round-store';
import type { Series } from './series';

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

/** Where rounds are kept, how many are asked for, and who is told. */
export interface Keeping {
	readonly store: RoundStore;
	readonly rounds: number;
	readonly report: Report;
}

/** Measures one round at a time, each with a figure for each of the series. */
export interface RoundMeasurer {
	measure(round: number): Promise<Round>;
	close(): Promise<void>;
}

export type SeriesHead = Omit<Series, 'rounds'>;

/**
 * The series of a part, whose rounds are kept one by one. Measures only what is not kept yet, and
 * opens nothing if nothing is missing.
 */
export async function measureRounds(
	part: string,
	heads: readonly SeriesHead[],
	{ store, rounds, report }: Keeping,
	open: () => Promise<RoundMeasurer>,
): Promise<Series[]> {
	const all = store.finished(part, rounds, heads.length);
	if (all.length > 0) {
		report(`${part}: ${all.length} of ${rounds} rounds are kept (--fresh measures them again).`);
	}
	if (all.length < rounds) {
		const measurer = await open();
		try {
			for (let number = all.length + 1; number <= rounds; number += 1) {
				report(`${part}: round ${number} of ${rounds} …`);
				const round = await measurer.measure(number);
				store.keep(part, rounds, number, round);
				all.push(round);
			}
		} finally {
			await measurer.close();
		}
	}
	return heads.map((head, index) => ({
		...head,
		rounds: all.map((round) => round[index] ?? Number.NaN),
	}));
}
