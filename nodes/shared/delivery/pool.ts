import type { Job, Pause, Plan, Step } from './job';

export interface PoolControl<Data> {
	/** At most this many jobs are under way at once. */
	readonly concurrency: number;
	/** Lets everything else in the process have its turn. */
	breathe(): Promise<void>;
	/** Asked before each step: true ends the planning for good. */
	stopped(): boolean;
	work(job: Job<Data>): Promise<void>;
	/** Called for steps that need no request, in the order of the plan. */
	note(step: Exclude<Step<Data>, Job<Data> | Pause>): void;
	/** Told of an error of the plan itself, which ends the planning; jobs under way are finished. */
	planFailed(error: unknown): void;
}

/**
 * Plans lazily and works on at most `concurrency` jobs at once: a job is planned only when a worker
 * is free for it. Resolves when the plan has ended, or was stopped, and no job is under way; a plan
 * that was stopped is told, so that it closes what it reads.
 */
export async function runPool<Data>(plan: Plan<Data>, control: PoolControl<Data>): Promise<void> {
	const steps =
		Symbol.asyncIterator in plan ? plan[Symbol.asyncIterator]() : plan[Symbol.iterator]();
	const advance = async (): Promise<Job<Data> | null> => {
		while (!control.stopped()) {
			const step = steps.next();
			// A plan in memory must not pay for a promise at every step.
			const { done, value } = step instanceof Promise ? await step : step;
			if (done === true || control.stopped()) return null;
			if (value.kind === 'job') return value;
			if (value.kind === 'pause') await control.breathe();
			else control.note(value);
		}
		return null;
	};
	const advanceSafely = async (): Promise<Job<Data> | null> => {
		try {
			return await advance();
		} catch (error) {
			control.planFailed(error);
			return null;
		}
	};
	// One worker plans at a time, or many free workers would plan without a pause between them.
	let planning: Promise<Job<Data> | null> = Promise.resolve(null);
	const next = async () => {
		planning = planning.then(advanceSafely);
		return await planning;
	};
	const worker = async () => {
		for (let job = await next(); job !== null; job = await next()) await control.work(job);
	};
	await Promise.all(Array.from({ length: control.concurrency }, worker));
	await steps.return?.();
}
