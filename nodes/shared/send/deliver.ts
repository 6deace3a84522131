import { canceledUnsent, inputFailure, skipped, unforeseen, type Failure } from '../failure';
import { isDataRefusal } from '../kainic/response';
import { yieldToN8n } from '../wait';
import type { Attempt, Success } from './attempt';
import { halvesOf, type Job, type Outcome, type Plan, type Receipt, type Settled } from './job';
import { Results, type Delivery } from './results';
import { Traffic } from './traffic';
import { outOfBudget, Tries, type RetryPolicy, type RunBudget } from './tries';

/** The run stops splitting batches after this many bad items, if nothing was accepted between them. */
export const maxSeparateFailures = 20;

/** The advice for a batch that Isolate Rejected does not split any more. */
const unsplitAdvice = `Some items of this request have bad data. The node stopped looking, because it found ${maxSeparateFailures} bad items and no good item between them, so it is unknown which items of this request are bad. Correct the data, then send these items again.`;

export interface DeliverOptions<Details> {
	readonly plan: Plan<Details>;
	readonly itemCount: number;
	readonly policy: RetryPolicy;
	readonly budget: RunBudget;
	/** Maximum requests under way at once. */
	readonly concurrency: number;
	readonly stopsAtFailure: boolean;
	/** Makes one attempt of at most `timeout` milliseconds. Never throws. */
	attempt(job: Job, timeout: number): Promise<Attempt>;
	/** Waits, or returns early if the run is canceled or the wait has become pointless. */
	sleep(milliseconds: number, isPointless: () => boolean): Promise<void>;
	isCanceled(): boolean;
	/** Turns a success into an outcome: `accepted`, or `failed` if its data is unreadable. Never throws. */
	accept(job: Job<Details>, success: Success, receipt: Receipt): Outcome;
	/** Called when a job has ended, before it is split. */
	onEnd(job: Job<Details>, outcome: Outcome): void;
	/** Called before each retry. The node waits `delay` milliseconds first. */
	onRetry(failure: Failure, delay: number): void;
}

/**
 * Sends all jobs of a plan. Retries them, and splits a job whose data Kainic refuses. A job is planned only
 * when a worker is free. Never throws: if the plan throws, all items that were not sent fail for the same reason.
 */
export async function deliver<Details>(options: DeliverOptions<Details>): Promise<Delivery> {
	const dispatcher = new Dispatcher(options);
	// A plan has at most one job for each item, so more workers than items would be idle.
	const workers = Math.min(options.concurrency, options.itemCount);
	await Promise.all(Array.from({ length: workers }, async () => await dispatcher.work()));
	await options.plan.return(undefined);
	return dispatcher.close();
}

class Dispatcher<Details> {
	private readonly traffic: Traffic;

	private readonly results: Results;

	/** By target, the first failure that stops all requests to this target. The failure under null stops all requests. */
	private readonly targetFailures = new Map<string | null, Failure>();

	private brokenPlan: Failure | null = null;

	private remarks: readonly string[] = [];

	/** Bad items of refused batches, since an item was accepted. */
	private separateFailures = 0;

	constructor(private readonly options: DeliverOptions<Details>) {
		const { concurrency, policy, budget, sleep } = options;
		this.traffic = new Traffic({
			maxRequests: concurrency,
			giveUpAfter: policy.giveUpAfter,
			deadline: budget.deadline,
			sleep: async (milliseconds, isPointless) => await sleep(milliseconds, isPointless),
		});
		this.results = new Results(options.itemCount);
	}

	/** Takes steps of the plan until it ends or the run stops. */
	async work(): Promise<void> {
		for (;;) {
			const step = this.reasonToStop() === null ? await this.takeStep() : null;
			if (step === null || this.reasonToStop() !== null) return;
			if (step.kind === 'settled') this.results.end(step, step.outcome);
			else await this.deliverJob(step, null);
			await yieldToN8n();
		}
	}

	close(): Delivery {
		// Without a reason to stop, every item has ended, so no item gets `canceledUnsent`.
		return this.results.close(this.reasonToStop() ?? canceledUnsent, this.remarks);
	}

	private async takeStep(): Promise<Job<Details> | Settled | null> {
		try {
			const { done, value } = await this.options.plan.next();
			if (done !== true) return value;
			// Only the first worker that asks after the last step gets the remarks.
			this.remarks = value ?? this.remarks;
			return null;
		} catch (error) {
			// Planning may throw when the run is canceled. That is not a failure of the plan.
			if (!this.options.isCanceled()) {
				this.brokenPlan ??= inputFailure(error, null);
				this.results.noteFailure([], this.brokenPlan);
			}
			return null;
		}
	}

	/** `batchFailure`: why Kainic refused the batch that this job is a part of; null if there was no such batch. */
	private async deliverJob(job: Job<Details>, batchFailure: Failure | null): Promise<void> {
		const outcome = await this.send(job, batchFailure);
		this.options.onEnd(job, outcome);
		if (outcome.kind !== 'failed' || !isDataRefusal(outcome.failure)) {
			this.results.end(job, outcome);
			return;
		}
		const halves = halvesOf(job);
		if (halves.length === 0) {
			if (batchFailure !== null) this.separateFailures += 1;
			this.results.end(job, outcome);
		} else if (this.separateFailures < maxSeparateFailures) {
			for (const half of halves) await this.deliverJob(half, outcome.failure);
		} else {
			const failure = { ...outcome.failure, description: unsplitAdvice };
			this.results.end(job, { kind: 'failed', failure });
		}
	}

	/**
	 * Sends a job until it is accepted, refused, out of attempts or out of time. If Kainic may have accepted one
	 * attempt, the job keeps `mayBeAccepted`, even if Kainic refuses a later attempt.
	 */
	private async send(job: Job<Details>, batchFailure: Failure | null): Promise<Outcome> {
		const { policy, budget, sleep, accept, onRetry } = this.options;
		const tries = new Tries(policy, budget, batchFailure);
		const isPointless = () => this.reasonToSkip(job) !== null;
		try {
			for (;;) {
				const sent = await this.traffic.inTurn(tries.isRetry, isPointless, async (request) => {
					const reason = this.reasonToSkip(job);
					if (reason !== null) return { kind: 'skipped' as const, reason };
					return await this.sendOnce(job, request, tries.isRetry);
				});
				if (sent.kind === 'skipped') return { kind: 'failed', failure: tries.endedBy(sent.reason) };
				const { attempt } = sent;
				if (attempt.kind === 'success') {
					this.separateFailures = 0;
					return accept(job, attempt, tries.receipt());
				}
				const next = tries.next(attempt.failure, sent, this.traffic, Math.random());
				if (next.kind === 'give_up') {
					this.noteTargetFailure(job, next.failure);
					return { kind: 'failed', failure: next.failure };
				}
				const retryAt = this.traffic.nextTurn(sent.endedAt + next.milliseconds);
				onRetry(next.failure, retryAt - sent.endedAt);
				await sleep(next.milliseconds, isPointless);
			}
		} catch (error) {
			return { kind: 'failed', failure: unforeseen(error, tries.attempts) };
		}
	}

	private async sendOnce(job: Job<Details>, request: number, isRetry: boolean) {
		const { policy, budget } = this.options;
		const sentAt = performance.now();
		const timeout = Math.max(1, Math.min(policy.timeout, budget.deadline - sentAt));
		const attempt = await this.options.attempt(job, timeout);
		const sent = { kind: 'sent' as const, request, attempt, sentAt, endedAt: performance.now() };
		this.traffic.note(sent);
		this.results.countRequest(isRetry);
		return sent;
	}

	private noteTargetFailure({ target }: Job<Details>, failure: Failure): void {
		const isForAll = failure.scope === 'run';
		const id = isForAll ? null : target?.id;
		if (id === undefined || this.targetFailures.has(id)) return;
		if (isForAll || failure.scope === target?.scope) this.targetFailures.set(id, failure);
	}

	/** Why the job must not be sent; null if the job may be sent. */
	private reasonToSkip({ target }: Job<Details>): Failure | null {
		if (this.options.isCanceled()) return canceledUnsent;
		const failure = this.targetFailures.get(null) ?? this.targetFailures.get(target?.id ?? null);
		return failure === undefined ? this.reasonToStop() : skipped(failure);
	}

	/** Why the run must send nothing more; null if the run continues. */
	private reasonToStop(): Failure | null {
		const { stopsAtFailure, budget, isCanceled } = this.options;
		if (isCanceled()) return canceledUnsent;
		if (this.brokenPlan !== null) return this.brokenPlan;
		const first = this.results.firstFailure;
		if (stopsAtFailure && first !== null) return skipped(first.failure);
		return performance.now() >= budget.deadline ? outOfBudget(budget) : null;
	}
}
