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
}

/**
 * Plans lazily and works on at most `concurrency` jobs at once: a job is planned only when a worker
 * is free for it. Resolves when the plan has ended, or was stopped, and no job is under way.
 */
export async function runPool<Data>(plan: Plan<Data>, control: PoolControl<Data>): Promise<void> {
	const steps = plan[Symbol.iterator]();
	const advance = async (): Promise<Job<Data> | null> => {
		while (!control.stopped()) {
			const { done, value } = steps.next();
			if (done === true) return null;
			if (value.kind === 'job') return value;
			if (value.kind === 'pause') await control.breathe();
			else control.note(value);
		}
		return null;
	};
	// One worker plans at a time, or many free workers would plan without a pause between them.
	let planning: Promise<Job<Data> | null> = Promise.resolve(null);
	const next = async () => {
		planning = planning.then(advance);
		return await planning;
	};
	const worker = async () => {
		for (let job = await next(); job !== null; job = await next()) await control.work(job);
	};
	await Promise.all(Array.from({ length: control.concurrency }, worker));
}
