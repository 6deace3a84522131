import type { Yielder } from '../event-loop';
import {
	canceledUnsent,
	failureKinds,
	inputFailure,
	skipped,
	unforeseen,
	type Failure,
} from '../failure';
import { CircuitBreaker } from './circuit-breaker';
import { Concurrency, type LoadSign } from './concurrency';
import type { Attempt, Job, Outcome, Plan, Settled, Step, Transport } from './job';
import { outOfBudget, send } from './send';
import { countFailed, emptyStats } from './stats';
import type { Stats } from './stats';
import { RateLimiter, type RetryPolicy, type TimeLimit } from './timing';

export interface DeliverOptions {
	readonly plan: Plan;
	readonly itemCount: number;
	readonly transport: Transport;
	readonly policy: RetryPolicy;
	readonly yielder: Yielder;
	/** Maximum requests under way at once. */
	readonly concurrency: number;
	/** Minimum milliseconds from the start of one request to the start of the next. */
	readonly interval: number;
	/** Nothing is sent after it. */
	readonly budget: TimeLimit;
	/** True if the run sends nothing more after the first failure. */
	readonly stopsAtFailure: boolean;
	/** True if a smaller part of a refused request may succeed. */
	isDataRefusal(failure: Failure): boolean;
	/** Called before a request is tried again, so many milliseconds later. */
	onRetry(failure: Failure, delay: number): void;
}

export interface Delivery {
	/** By input item. Items that ended together have the same object. */
	readonly outcomes: readonly Outcome[];
	readonly stats: Stats;
	/** The first failure in time; null if all succeeded. */
	readonly firstFailure: { readonly indexes: readonly number[]; readonly failure: Failure } | null;
}

/**
 * Carries out a plan: sends its jobs, skips those that an earlier failure made pointless, splits
 * those that were refused for their data, and gives every input item an outcome. Plans lazily: a job
 * is planned when one of `concurrency` workers is free. Never throws: if the plan itself throws, the
 * items that it had not reached fail with that reason.
 */
export async function deliver(options: DeliverOptions): Promise<Delivery> {
	const { plan, concurrency, itemCount } = options;
	const run = new Run(options);
	// Concurrency has no upper limit, and a plan has at most one job for each item.
	const workers = Math.min(concurrency, itemCount);
	await Promise.all(Array.from({ length: workers }, async () => await run.work()));
	await plan.return();
	return run.close();
}

class Run {
	private readonly breaker = new CircuitBreaker();

	private readonly limiter: RateLimiter;

	private readonly concurrency: Concurrency;

	private readonly stats = emptyStats();

	private readonly outcomes: Array<Outcome | undefined>;

	private firstFailure: Delivery['firstFailure'] = null;

	private brokenPlan: Failure | null = null;

	constructor(private readonly options: DeliverOptions) {
		this.limiter = new RateLimiter(options.interval);
		this.concurrency = new Concurrency(options.concurrency);
		this.outcomes = new Array<Outcome | undefined>(options.itemCount).fill(undefined);
	}

	/** Takes steps of the plan until it ends or the run stops. */
	async work(): Promise<void> {
		for (;;) {
			const step = this.causeToStop() === null ? await this.nextStep() : null;
			if (step === null || this.causeToStop() !== null) return;
			if (step.kind === 'settled') {
				this.settle(step);
			} else {
				try {
					await this.deliver(step, null);
				} catch (error) {
					this.fail(step.indexes, step.units, unforeseen(error, 1));
				}
			}
			await this.options.yielder.pause();
		}
	}

	close(): Delivery {
		const failure = this.causeToStop() ?? canceledUnsent;
		const missing: Outcome = { kind: 'failed', failure };
		const outcomes = this.outcomes.map((outcome) => outcome ?? missing);
		const { stats } = this;
		stats.itemsNotSent = outcomes.filter((outcome) => outcome === missing).length;
		stats.notSent += stats.itemsNotSent;
		if (stats.itemsNotSent > 0) this.firstFailure ??= { indexes: [], failure };
		return { outcomes, stats, firstFailure: this.firstFailure };
	}

	private async nextStep(): Promise<Step | null> {
		try {
			const { done, value } = await this.options.plan.next();
			return done === true ? null : value;
		} catch (error) {
			// Planning ends with an error if the run is canceled.
			if (!this.options.transport.canceled()) {
				this.brokenPlan ??= inputFailure(error, null);
				this.firstFailure ??= { indexes: [], failure: this.brokenPlan };
			}
			return null;
		}
	}

	/** `whole` is the failure of the refused request that this job is a part of. */
	private async deliver(job: Job, whole: Failure | null): Promise<void> {
		const { transport, policy, budget, onRetry, isDataRefusal } = this.options;
		const outcome = await send(job, {
			transport,
			policy,
			budget,
			onRetry,
			takeTurn: async (deadline) => await this.takeTurn(job, deadline),
			endTurn: (request, attempt) => this.concurrency.leave(request, signOf(attempt)),
			causeToSkip: () => this.causeToSkip(job),
		});
		const own = outcome.kind === 'failed' ? outcome.failure : outcome;
		this.stats.requests += own.attempts;
		this.stats.retries += Math.max(0, own.attempts - 1);
		if (outcome.kind !== 'failed') {
			this.stats.accepted += job.units;
			this.enter(job.indexes, { ...outcome, attempts: own.attempts + (whole?.attempts ?? 0) });
			return;
		}
		const failure = whole === null ? outcome.failure : asPart(outcome.failure, whole);
		const wasSent = own.attempts > 0;
		if (wasSent) this.breaker.noteFailure(job.target, outcome.failure);
		const parts = wasSent && isDataRefusal(outcome.failure) ? job.split() : [];
		for (const part of parts) await this.deliver(part, failure);
		if (parts.length === 0) this.fail(job.indexes, job.units, failure);
	}

	private settle({ indexes, units, outcome }: Settled): void {
		if (outcome.kind === 'failed') {
			this.fail(indexes, units, outcome.failure);
			return;
		}
		this.stats.valid += units;
		this.enter(indexes, outcome);
	}

	private fail(indexes: readonly number[], units: number, failure: Failure): void {
		this.firstFailure ??= { indexes, failure };
		countFailed(this.stats, units, failure);
		this.enter(indexes, { kind: 'failed', failure });
	}

	private enter(indexes: readonly number[], outcome: Outcome): void {
		for (const index of indexes) this.outcomes[index] = outcome;
	}

	private async takeTurn(job: Job, deadline: number) {
		const { transport } = this.options;
		const isPointless = () => this.causeToSkip(job) !== null;
		const request = await this.concurrency.enter();
		if (isPointless()) return { request, isLate: false };
		const now = transport.now();
		const start = this.limiter.reserve(now, deadline);
		if (start !== null && start > now) await transport.sleep(start - now, isPointless);
		return { request, isLate: start === null };
	}

	private causeToSkip(job: Job): Failure | null {
		const cause = this.options.transport.canceled() ? null : this.breaker.causeFor(job.target);
		return cause === null ? this.causeToStop() : skipped(cause);
	}

	/** Why nothing more is sent in this run; null if it continues. */
	private causeToStop(): Failure | null {
		const { transport, stopsAtFailure, budget } = this.options;
		if (transport.canceled()) return canceledUnsent;
		if (this.brokenPlan !== null) return this.brokenPlan;
		if (stopsAtFailure && this.firstFailure !== null) return skipped(this.firstFailure.failure);
		return transport.now() >= budget.deadline ? outOfBudget(budget) : null;
	}
}

/** What a request tells about the load of the server. */
function signOf(attempt: Attempt | null): LoadSign {
	if (attempt === null) return 'neither';
	if (attempt.kind === 'success') return 'success';
	const { code, httpCode } = attempt.failure;
	const isTrouble = failureKinds[code].retry !== 'never' || (httpCode !== null && httpCode >= 500);
	return isTrouble ? 'trouble' : 'neither';
}

/** The failure of a part of a refused request: it was sent with the request already. */
function asPart(part: Failure, whole: Failure): Failure {
	const known = {
		attempts: part.attempts + whole.attempts,
		notSent: false,
		mayBeAccepted: part.mayBeAccepted || whole.mayBeAccepted,
	};
	if (part.attempts > 0) return { ...part, ...known };
	return {
		...part,
		...known,
		message: `The batch with this item was refused, and the item was not sent separately. ${part.message}`,
		description:
			'Send these items again. Their batch was refused, and it is unknown which of its items are wrong.',
	};
}
