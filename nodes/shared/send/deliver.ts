import { canceledUnsent, inputFailure, skipped, unforeseen, type Failure } from '../failure';
import { isDataRefusal } from '../kainic/response';
import { pause } from '../pause';
import type { Attempt } from './attempt';
import { Concurrency, type ServerState } from './concurrency';
import { asPart, givenUp, interrupted, outOfBudget, unsplitAdvice, withEarlier } from './failures';
import { halvesOf, type Job, type Outcome, type Plan, type Settled } from './job';
import { Results, type Delivery } from './results';
import { nextStep, type RetryPolicy, type RunBudget, type Tries } from './timing';

/** The network and the clock, as a run needs them. */
export interface Transport {
	/** Makes one attempt of at most `timeout` milliseconds. Never throws. */
	attempt(job: Job, timeout: number): Promise<Attempt>;
	/** Waits, or returns early if the run is canceled or the wait has become pointless. */
	sleep(milliseconds: number, isPointless: () => boolean): Promise<void>;
	/** The current time in milliseconds. */
	now(): number;
	canceled(): boolean;
}

export interface DeliverOptions<Details> {
	readonly plan: Plan<Details>;
	readonly itemCount: number;
	readonly transport: Transport;
	readonly policy: RetryPolicy;
	readonly budget: RunBudget;
	/** Maximum requests under way at once. */
	readonly concurrency: number;
	readonly stopsAtFailure: boolean;
	/** Turns the data of a success into an outcome. Never throws. */
	accept(job: Job<Details>, data: unknown, attempts: number): Outcome;
	/** Called before the wait of `delay` milliseconds that precedes another attempt. */
	onRetry(failure: Failure, delay: number): void;
}

/**
 * Carries out a plan: takes a step, waits for a place, makes attempts, and splits requests that Kainic refuses
 * because of their data, until each input item has an outcome. A job is planned only when a worker is free. Never throws: if the plan throws, all items that were not sent fail for the same reason.
 */
export async function deliver<Details>(options: DeliverOptions<Details>): Promise<Delivery> {
	const run = new Run(options);
	// A plan has at most one job for each item, so more workers than items would be idle.
	const workers = Math.min(options.concurrency, options.itemCount);
	await Promise.all(Array.from({ length: workers }, async () => await run.work()));
	await options.plan.return();
	return run.close();
}

/** After this many items have failed separately, the run splits no more batches. */
const maxSeparateFailures = 20;

class Run<Details> {
	private readonly concurrency: Concurrency;

	private readonly results: Results;

	/** For each target, the first failure that also stops its other requests. The key null stops all requests. */
	private readonly causes = new Map<string | null, Failure>();

	private brokenPlan: Failure | null = null;

	/** Kainic asked us to send nothing before this time. */
	private pausedUntil = 0;

	private separateFailures = 0;

	constructor(private readonly options: DeliverOptions<Details>) {
		this.concurrency = new Concurrency(options.concurrency);
		this.results = new Results(options.itemCount);
	}

	/** Takes steps of the plan until it ends or the run stops. */
	async work(): Promise<void> {
		for (;;) {
			const step = this.causeToStop() === null ? await this.takeStep() : null;
			if (step === null || this.causeToStop() !== null) return;
			if (step.kind === 'settled') this.results.end(step, step.outcome);
			else await this.deliverJob(step, null);
			await pause();
		}
	}

	close(): Delivery {
		return this.results.close(this.causeToStop() ?? canceledUnsent);
	}

	private async takeStep(): Promise<Job<Details> | Settled | null> {
		try {
			const { done, value } = await this.options.plan.next();
			return done === true ? null : value;
		} catch (error) {
			// Planning may throw when the run is canceled. That is not a failure of the plan.
			if (!this.options.transport.canceled()) {
				this.brokenPlan ??= inputFailure(error, null);
				this.results.noteFailure([], this.brokenPlan);
			}
			return null;
		}
	}

	/** `batchFailure`: the refusal of the batch that was split to get this job; null if the job was not split. */
	private async deliverJob(job: Job<Details>, batchFailure: Failure | null): Promise<void> {
		const earlier = batchFailure?.attempts ?? 0;
		const { outcome, attempts } = await this.send(job, earlier);
		this.results.countRequests(attempts);
		if (outcome.kind !== 'failed') {
			this.results.end(job, outcome);
			return;
		}
		const wasRefused = attempts > 0 && isDataRefusal(outcome.failure);
		const failure = batchFailure === null ? outcome.failure : asPart(outcome.failure, batchFailure);
		if (attempts > 0) this.noteCause(job, outcome.failure);
		const halves = wasRefused ? halvesOf(job) : [];
		if (halves.length > 0 && this.separateFailures < maxSeparateFailures) {
			for (const half of halves) await this.deliverJob(half, failure);
			return;
		}
		if (wasRefused && batchFailure !== null && halves.length === 0) this.separateFailures += 1;
		const end = halves.length > 0 ? { ...failure, description: unsplitAdvice } : failure;
		this.results.end(job, { kind: 'failed', failure: end });
	}

	/**
	 * Sends a job until it is accepted, refused, out of attempts or out of time. If Kainic may have accepted one
	 * attempt, the job keeps `mayBeAccepted`, even if Kainic refuses a later attempt. `earlier`: attempts of the batch
	 * that was split to get this job.
	 */
	private async send(
		job: Job<Details>,
		earlier: number,
	): Promise<{ readonly outcome: Outcome; readonly attempts: number }> {
		const { transport, policy, budget, accept, onRetry } = this.options;
		const start = transport.now();
		let failure: Failure | null = null;
		let tries: Tries = { counted: 0, refusals: 0, refusedSince: null };
		const attemptsOf = () => tries.counted + tries.refusals;
		const fail = (last: Failure) => {
			return { outcome: { kind: 'failed' as const, failure: last }, attempts: attemptsOf() };
		};
		try {
			for (;;) {
				const request = await this.concurrency.takePlace(failure !== null);
				await this.waitForKainic(job);
				const cause = this.causeToSkip(job);
				const sentAt = transport.now();
				if (cause !== null) {
					this.concurrency.leavePlace(request, 'other', 0);
					return fail(failure === null ? cause : interrupted(failure, cause));
				}
				const timeout = Math.max(1, Math.min(policy.timeout, budget.deadline - sentAt));
				const attempt = await transport.attempt(job, timeout);
				const now = transport.now();
				this.concurrency.leavePlace(request, stateOf(attempt), now - sentAt);
				tries = withAttempt(tries, attempt, now);
				const attempts = attemptsOf();
				if (attempt.kind === 'success') {
					return { outcome: accept(job, attempt.data, earlier + attempts), attempts };
				}
				failure = withEarlier(attempt.failure, failure, attempts);
				if (failure.retry === 'load') {
					this.pausedUntil = Math.max(this.pausedUntil, now + failure.retryAfter);
				}
				const next = nextStep(failure, tries, policy, budget, now, Math.random());
				if (next.kind === 'give_up') {
					const end = givenUp(failure, next, now - start);
					// Kainic asked for a longer wait than a request may take, so this run sends nothing more.
					if (next.stopsRun) this.causes.set(null, end);
					return fail(end);
				}
				onRetry(failure, next.milliseconds);
				await transport.sleep(next.milliseconds, () => this.causeToSkip(job) !== null);
			}
		} catch (error) {
			return fail(unforeseen(error, attemptsOf()));
		}
	}

	private async waitForKainic(job: Job<Details>): Promise<void> {
		const { transport, budget } = this.options;
		const isPointless = () => this.causeToSkip(job) !== null;
		for (;;) {
			const wait = Math.min(this.pausedUntil, budget.deadline) - transport.now();
			if (wait <= 0 || isPointless()) return;
			await transport.sleep(wait, isPointless);
		}
	}

	private noteCause({ target }: Job<Details>, failure: Failure): void {
		const isForAll = failure.scope === 'credential';
		const id = isForAll ? null : target?.id;
		if (id === undefined || this.causes.has(id)) return;
		if (isForAll || failure.scope === target?.scope) this.causes.set(id, failure);
	}

	/** Why the job must not be sent any more; null if it may be. */
	private causeToSkip({ target }: Job<Details>): Failure | null {
		const cause = this.causes.get(null) ?? this.causes.get(target?.id ?? null);
		if (cause === undefined || this.options.transport.canceled()) return this.causeToStop();
		return skipped(cause);
	}

	/** Why nothing more is sent in this run; null if it continues. */
	private causeToStop(): Failure | null {
		const { transport, stopsAtFailure, budget } = this.options;
		if (transport.canceled()) return canceledUnsent;
		if (this.brokenPlan !== null) return this.brokenPlan;
		const first = this.results.firstFailure;
		if (stopsAtFailure && first !== null) return skipped(first.failure);
		return transport.now() >= budget.deadline ? outOfBudget(budget) : null;
	}
}

function stateOf(attempt: Attempt): ServerState {
	if (attempt.kind === 'success') return 'ok';
	const { retry, code } = attempt.failure;
	return retry === 'load' || code === 'timeout' ? 'overloaded' : 'other';
}

function withAttempt(tries: Tries, attempt: Attempt, now: number): Tries {
	if (attempt.kind === 'success' || attempt.failure.retry !== 'load') {
		return { ...tries, counted: tries.counted + 1 };
	}
	const refusedSince = tries.refusedSince ?? now;
	return { ...tries, refusals: tries.refusals + 1, refusedSince };
}
