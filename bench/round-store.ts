import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The figures of one round, in the order of the series. */
export type Round = readonly number[];

/** Finished rounds on disk, so that a bench that was interrupted goes on from there. */
export interface RoundStore {
	/** The rounds of a part that are finished, from the first on; `figures` is how many each has. */
	finished(part: string, rounds: number, figures: number): Round[];
	/** `number` counts from 1. */
	keep(part: string, rounds: number, number: number, round: Round): void;
	forget(): void;
}

/** Opens the store of one state of the code. Its folder is made when the first round is kept. */
export function openRoundStore(folder: string): RoundStore {
	const fileOf = (part: string, rounds: number, number: number): string =>
		join(folder, `${part}, round ${number} of ${rounds}.json`);
	return {
		finished: (part, rounds, figures) => {
			const found: Round[] = [];
			for (let number = 1; number <= rounds; number += 1) {
				const round = readRound(fileOf(part, rounds, number));
				if (round?.length !== figures) break;
				found.push(round);
			}
			return found;
		},
		keep: (part, rounds, number, round) => {
			mkdirSync(folder, { recursive: true });
			const file = fileOf(part, rounds, number);
			// A bench that is killed while it writes leaves no half of a round.
			writeFileSync(`${file}.partial`, JSON.stringify(round));
			renameSync(`${file}.partial`, file);
		},
		forget: () => rmSync(folder, { recursive: true, force: true }),
	};
}

function readRound(file: string): Round | null {
	if (!existsSync(file)) return null;
	const round: unknown = JSON.parse(readFileSync(file, 'utf8'));
	return Array.isArray(round) && round.every((figure) => typeof figure === 'number') ? round : null;
}
