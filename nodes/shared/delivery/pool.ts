import type { Job, Plan, Settled, TimeSlice } from './job';
import { Turns } from './turns';

/** What a pool calls. */
export interface PoolControl<Data> {
	/** Called before each step; true ends the planning. */
	stopped(): boolean;
	work(job: Job<Data>): Promise<void>;
	/** Called for steps that need no request, in the order of the plan. */
	settle(step: Settled<Data>): void;
	/** Called for an error of the plan itself, which ends the planning; jobs under way are finished. */
	planFailed(error: unknown): void;
}

/**
 * Plans lazily and works on at most `concurrency` jobs at once: a job is planned only when a worker
 * is free for it. Resolves when the plan has ended or was stopped and no job is under way. Closes a
 * plan that was stopped.
 */
export async function runPool<Data>(
	plan: Plan<Data>,
	concurrency: number,
	timeSlice: TimeSlice,
	control: PoolControl<Data>,
): Promise<void> {
	const steps =
		Symbol.asyncIterator in plan ? plan[Symbol.asyncIterator]() : plan[Symbol.iterator]();
	const advance = async (): Promise<Job<Data> | null> => {
		try {
			while (!control.stopped()) {
				const step = steps.next();
				// A promise at every step would slow down a plan in memory.
				const { done, value } = step instanceof Promise ? await step : step;
				if (done === true || control.stopped()) return null;
				// Jobs that are skipped and items that are settled take no time that another task could use.
				if (value.kind === 'pause' || timeSlice.isOver()) await timeSlice.yieldToEventLoop();
				if (value.kind === 'job') return value;
				if (value.kind === 'settled') control.settle(value);
			}
		} catch (error) {
			control.planFailed(error);
		}
		return null;
	};
	// One worker plans at a time, or many free workers would plan without a pause between them.
	const planning = new Turns();
	const next = async (): Promise<Job<Data> | null> => await planning.take(advance);
	const workers: Array<Promise<void>> = [];
	// A worker that got a job starts the next worker, so there are never more workers than jobs.
	const worker = async (): Promise<void> => {
		for (let job = await next(); job !== null; job = await next()) {
			if (workers.length < concurrency) workers.push(worker());
			await control.work(job);
		}
	};
	workers.push(worker());
	for (const running of workers) await running;
	await steps.return?.();
}
