import { setTimeout as wait } from 'node:timers/promises';
import type { Contender } from './contender';
import type { Period } from './nodes/collections';
import { percentile } from './report/statistics';
import type { Round } from './round-store';
import type { SeriesHead } from './rounds';
import type { Stage } from './stage';

/** A work beside which somebody else's webhook is to answer. */
export interface Neighbour {
	readonly contender: Contender;
	readonly items: number;
}

/** Works beside which a webhook is called, one after the other in one n8n. */
export interface Neighbourhood {
	/** The name under which it is reported. */
	readonly work: string;
	readonly neighbours: readonly Neighbour[];
}

/** Stands for an n8n that does nothing else. */
export const idle = 'nothing';

/** How a webhook is called. */
export interface Pace {
	/** How many answers a 99th percentile is told of. Of fewer than 100 it would be the slowest one. */
	readonly enough: number;
	/**
	 * Milliseconds from an answer to the next call. n8n still tidies an execution up when its answer
	 * is out: a call after 10 ms waits for that, also in an n8n that is idle.
	 */
	readonly interval: number;
	/** Milliseconds from a refusal to the next call. */
	readonly retry: number;
}

const usualPace: Pace = { enough: 200, interval: 50, retry: 10 };

/** What a call waited, and whether V8 collected n8n's whole heap meanwhile. */
interface Answer {
	readonly waited: number;
	readonly inCollection: boolean;
}

export function headsOfNeighbours({ work, neighbours }: Neighbourhood): SeriesHead[] {
	const head = (contender: string, items: number) => ({ work, contender, items });
	return [
		{ ...head(idle, 0), quantity: 'answer, 99 %', unit: 'ms' },
		...neighbours.flatMap(({ contender: { name }, items }): SeriesHead[] => [
			{ ...head(name, items), quantity: 'answer, 99 %', unit: 'ms' },
			{ ...head(name, items), quantity: 'answer between collections, 99 %', unit: 'ms' },
			{ ...head(name, items), quantity: 'answers in collections', unit: '%' },
		]),
	];
}

/** How long a webhook of another workflow takes beside nothing, and beside each work. */
export async function meetNeighbours(
	stage: Stage,
	neighbours: readonly Neighbour[],
	pace = usualPace,
): Promise<Round> {
	// The first answers are of a cold n8n, and do not count.
	await answersOfIdle(stage, pace);
	const figures: number[] = [await answersOfIdle(stage, pace)];
	for (const neighbour of neighbours) {
		const answers: Answer[] = [];
		// The first run is of a cold n8n, and does not count.
		await answersBeside(stage, neighbour, pace);
		while (answers.length < pace.enough) {
			answers.push(...(await answersBeside(stage, neighbour, pace)));
		}
		figures.push(...figuresOf(answers));
	}
	return figures;
}

async function answersOfIdle(stage: Stage, pace: Pace): Promise<number> {
	const answers: number[] = [];
	while (answers.length < pace.enough) {
		const { startedAt, endedAt } = await call(stage, pace, () => true);
		answers.push(endedAt - startedAt);
		await wait(pace.interval);
	}
	return percentile(answers, 99);
}

/** Where every call met a collection, all of them count as those between collections too. */
function figuresOf(answers: readonly Answer[]): number[] {
	const between = answers.filter(({ inCollection }) => !inCollection);
	const waits = (some: readonly Answer[]): number[] => some.map(({ waited }) => waited);
	return [
		percentile(waits(answers), 99),
		percentile(waits(between.length === 0 ? answers : between), 99),
		(100 * (answers.length - between.length)) / answers.length,
	];
}

/** What calls waited while the contender worked. */
async function answersBeside(
	stage: Stage,
	{ contender, items }: Neighbour,
	pace: Pace,
): Promise<Answer[]> {
	const calls: Period[] = [];
	let isOver = false;
	const calling = (async () => {
		while (!isOver) {
			calls.push(await call(stage, pace, () => !isOver));
			await wait(pace.interval);
		}
	})();
	try {
		const input = { count: items, file: '', heap: 'as it is' as const, profileFile: '' };
		const work = await stage.run(contender, input);
		isOver = true;
		// The call that is under way waited for the work too.
		await calling;
		return calls.flatMap((each) => answersDuring(each, work));
	} finally {
		isOver = true;
		await calling;
	}
}

/** A caller who is refused calls again, so the wait goes on. */
async function call(stage: Stage, { retry }: Pace, goesOn: () => boolean): Promise<Period> {
	const startedAt = now();
	while (!(await stage.knock()) && goesOn()) await wait(retry);
	return { startedAt, endedAt: now() };
}

/** What a call waited from when the work began; none if it was over by then, or began after the work. */
export function answersDuring(
	{ startedAt, endedAt }: Period,
	work: Period & { readonly collections: readonly Period[] },
): Answer[] {
	if (startedAt > work.endedAt || endedAt <= work.startedAt) return [];
	const since = Math.max(startedAt, work.startedAt);
	const inCollection = work.collections.some(
		(each) => each.startedAt < endedAt && each.endedAt > since,
	);
	return [{ waited: endedAt - since, inCollection }];
}

function now(): number {
	return performance.timeOrigin + performance.now();
}
