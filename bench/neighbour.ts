import { setTimeout as wait } from 'node:timers/promises';
import type { Contender } from './contender';
import { percentile } from './report/statistics';
import type { Round } from './round-store';
import type { SeriesHead } from './rounds';
import type { Stage } from './stage';

/** A work beside which somebody else's webhook is to answer. */
export interface Neighbour {
	readonly contender: Contender;
	readonly items: number;
}

export const neighbourWork = 'a webhook of another workflow, beside';

/** Answers that tell a 99th percentile, and how often a work is done at most to get as many. */
const enough = 200;
const mostRuns = 8;

/** Milliseconds from an answer to the next call. */
const interval = 10;

export function headsOfNeighbours(neighbours: readonly Neighbour[]): SeriesHead[] {
	return neighbours.map(({ contender: { name }, items }) => ({
		work: neighbourWork,
		contender: name,
		items,
		quantity: 'answer, 99 %',
		unit: 'ms',
	}));
}

/** How long a webhook of another workflow takes beside each work: the 99th percentile. */
export async function meetNeighbours(
	stage: Stage,
	neighbours: readonly Neighbour[],
): Promise<Round> {
	const figures: number[] = [];
	for (const neighbour of neighbours) {
		const answers: number[] = [];
		for (let run = 0; run < mostRuns && answers.length < enough; run += 1) {
			answers.push(...(await answersBeside(stage, neighbour)));
		}
		figures.push(percentile(answers, 99));
	}
	return figures;
}

/** Milliseconds of each call that began while the contender worked. */
async function answersBeside(stage: Stage, { contender, items }: Neighbour): Promise<number[]> {
	const calls: Array<{ startedAt: number; milliseconds: number }> = [];
	let isOver = false;
	const calling = (async () => {
		while (!isOver) {
			const startedAt = performance.timeOrigin + performance.now();
			// A caller who is refused calls again, so the wait goes on.
			while (!(await stage.knock()) && !isOver) await wait(interval);
			const milliseconds = performance.timeOrigin + performance.now() - startedAt;
			calls.push({ startedAt, milliseconds });
			await wait(interval);
		}
	})();
	try {
		const input = { count: items, file: '', collects: false, profileFile: '' };
		const { startedAt, endedAt } = await stage.run(contender, input);
		return calls
			.filter((call) => call.startedAt >= startedAt && call.startedAt <= endedAt)
			.map(({ milliseconds }) => milliseconds);
	} finally {
		isOver = true;
		await calling;
	}
}
