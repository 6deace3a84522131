import { type Outcome, contradiction } from './outcome';
import type { Account } from './load';

interface Entry {
	name: string;
	/** Undefined if no answer came. */
	outcome: Outcome | undefined;
	/** How often Kainic got it. */
	arrived: number;
}

const shownProblems = 10;

/** Counts the outcomes of all that was sent, and lists those that contradict what Kainic has. */
export function tally(things: string, entries: readonly Entry[]): Account {
	const count = (wanted: (entry: Entry) => boolean): string =>
		entries.filter(wanted).length.toLocaleString('en');
	const accepted = count(({ outcome }) => outcome?.kind === 'accepted');
	const isFailed = ({ outcome }: Entry): boolean => outcome?.kind === 'failed';
	const isDoubtful = ({ outcome }: Entry): boolean =>
		outcome?.kind === 'failed' && outcome.mayBeAccepted;
	const problems = entries.flatMap(({ name, outcome, arrived }) => {
		const problem = outcome ? contradiction(outcome, arrived) : 'got no answer';
		return problem === undefined ? [] : [`${name} ${problem}`];
	});
	return {
		figures: [
			`${count(() => true)} ${things}: ${accepted} accepted, ${count(isFailed)} failed`,
			`of the failed, ${count(isDoubtful)} marked mayBeAccepted, ` +
				`${count((entry) => isDoubtful(entry) && entry.arrived > 0)} of them at Kainic`,
			`${count(({ arrived }) => arrived > 1)} arrived more than once, in repeated attempts`,
		],
		problems: problems.slice(0, shownProblems),
	};
}
