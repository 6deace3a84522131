import * as n8n from '../n8n';
import type { Contender } from './contenders';
import type { Measurement } from './nodes/BenchStep.node';
import type { Work } from './works';

export type Figures = Measurement & { readonly requests: number; readonly acceptedTwice: number };

/** The runs of a contender. Those at the same place in two lists of one work were measured one after the other. */
export interface Result {
	readonly work: Work;
	readonly contender: Contender;
	readonly runs: Figures[];
}

/** `packages` are the tarballs that n8n loads. */
export type Setting = Pick<n8n.ServerOptions, 'installation' | 'packages'>;

/** Measures the contenders in the order A B B A, so that no contender is always the first. */
export async function inTurns(
	results: readonly Result[],
	rounds: number,
	measure: (result: Result) => Promise<Figures>,
): Promise<void> {
	for (let round = 1; round <= rounds; round += 1) {
		for (const result of round % 2 === 1 ? results : [...results].reverse()) {
			const { work, contender, runs } = result;
			n8n.printReport(`${work.part}, ${work.title}, ${contender.name}: round ${round} …`);
			runs.push(await measure(result));
		}
	}
}
