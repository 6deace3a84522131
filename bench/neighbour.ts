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

/** Milliseconds that each call waited, from when the contender began to work. */
async function answersBeside(stage: Stage, { contender, items }: Neighbour): Promise<number[]> {
	const calls: Array<{ startedAt: number; endedAt: number }> = [];
	const now = (): number => performance.timeOrigin + performance.now();
	let isOver = false;
	const calling = (async () => {
		while (!isOver) {
			const startedAt = now();
			// A caller who is refused calls again, so the wait goes on.
			while (!(await stage.knock()) && !isOver) await wait(interval);
			calls.push({ startedAt, endedAt: now() });
			await wait(interval);
		}
	})();
	try {
		const input = { count: items, file: '', collects: false, profileFile: '' };
		const work = await stage.run(contender, input);
		isOver = true;
		// The call that is under way waited for the work too.
		await calling;
		return calls
			.filter((call) => call.startedAt <= work.endedAt && call.endedAt > work.startedAt)
			.map((call) => call.endedAt - Math.max(call.startedAt, work.startedAt));
	} finally {
		isOver = true;
		await calling;
	}
}
