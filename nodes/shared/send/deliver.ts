import { canceledUnsent, inputFailure, notSentFailure, skipped, type Failure } from '../failure';
import { CircuitBreaker } from './circuit-breaker';
import type { Job, Outcome, Plan, Settled, Step, Transport } from './job';
import { RateLimiter, type TimeLimit } from './timing';
import { send } from './send';
import { countFailed, emptyStats, type Stats } from './stats';

export interface DeliverOptions {
	readonly plan: Plan;
	readonly itemCount: number;
	readonly transport: Transport;
	readonly concurrency: number;
	/** Minimum milliseconds from the start of one request to the start of the next. */
	readonly interval: number;
	/** Nothing is sent after it. */
	readonly budget: TimeLimit;
	/** True if the run sends nothing more after the first failure. */
	readonly stopsAtFailure: boolean;
	/** True if a smaller part of a refused request may succeed. */
	isDataRefusal(failure: Failure): boolean;
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
	const worker = async (): Promise<void> => {
		while (!run.isStopped()) {
			const next = await plan.next();
			if (next.done === true || run.isStopped()) return;
			await run.take(next.value);
		}
	};
	// A plan has at most one job for each item. Concurrency may be any number, so it must not be a size.
	const workers = Math.min(concurrency, itemCount);
	const working = Array.from({ length: workers }, async () => {
		await worker().catch((error: unknown) => run.breakPlan(error));
	});
	await Promise.all(working);
	await plan.return();
	return run.close();
}

class Run {
	private readonly breaker = new CircuitBreaker();

	private readonly limiter: RateLimiter;

	private readonly stats = emptyStats();

	private readonly outcomes: Array<Outcome | undefined>;

	private firstFailure: Delivery['firstFailure'] = null;

	private brokenPlan: Failure | null = null;

	private underWay = 0;

	constructor(private readonly options: DeliverOptions) {
		this.limiter = new RateLimiter(options.interval);
		this.outcomes = new Array<Outcome | undefined>(options.itemCount).fill(undefined);
	}

	isStopped(): boolean {
		return this.causeToStop() !== null;
	}

	async take(step: Step): Promise<void> {
		if (step.kind === 'job' && (await this.work(step, 0)) === 'sent') return;
		if (step.kind === 'settled') this.settle(step);
		// Steps that are settled or skipped wait for no response, so nothing else would get a turn.
		const { yielder } = this.options.transport;
		if (yielder.isDue()) await yielder.yieldToEventLoop();
	}

	breakPlan(error: unknown): void {
		// Planning ends with an error if the run is canceled.
		if (this.options.transport.canceled()) return;
		this.brokenPlan ??= inputFailure(error, null);
		this.firstFailure ??= { indexes: [], failure: this.brokenPlan };
	}

	close(): Delivery {
		const failure = this.causeToStop() ?? canceledUnsent;
		const missing: Outcome = { kind: 'failed', failure };
		const outcomes = this.outcomes.map((outcome) => outcome ?? missing);
		const { stats } = this;
		stats.itemsNotSent = outcomes.filter((outcome) => outcome === missing).length;
		stats.notSent += stats.itemsNotSent;
		if (stats.itemsNotSent > 0 && failure !== canceledUnsent) {
			this.firstFailure ??= { indexes: [], failure };
		}
		return { outcomes, stats, firstFailure: this.firstFailure };
	}

	/** `earlier` counts the attempts of the refused requests that this job is a part of. */
	private async work(job: Job, earlier: number): Promise<'sent' | 'skipped'> {
		if (this.causeToSkip(job) === null) await this.waitForTurn(job);
		const cause = this.causeToSkip(job);
		if (cause !== null) {
			const failure = earlier === 0 ? cause : skippedPart(cause, earlier);
			this.fail(job.indexes, job.units, failure);
			return 'skipped';
		}
		const outcome = await this.send(job);
		if (outcome.kind === 'accepted') {
			this.stats.accepted += job.units;
			this.enter(job.indexes, outcome);
			return 'sent';
		}
		this.breaker.noteFailure(job, outcome.failure);
		const { attempts, notSent } = outcome.failure;
		// A part of a refused request was already sent with it.
		const known = { attempts: attempts + earlier, notSent: notSent && earlier === 0 };
		const failure = { ...outcome.failure, ...known };
		const parts = this.options.isDataRefusal(failure) ? job.split() : [];
		for (const part of parts) await this.work(part, failure.attempts);
		if (parts.length === 0) this.fail(job.indexes, job.units, failure);
		return 'sent';
	}

	private settle({ indexes, units, outcome }: Settled): void {
		if (outcome.kind === 'failed') {
			this.fail(indexes, units, outcome.failure);
			return;
		}
		this.stats.checked += units;
		this.enter(indexes, outcome);
	}

	private fail(indexes: readonly number[], units: number, failure: Failure): void {
		// What a cancel left unsent is not a failure of the run; a request that it interrupted is.
		if (failure !== canceledUnsent) this.firstFailure ??= { indexes, failure };
		countFailed(this.stats, units, failure);
		this.enter(indexes, { kind: 'failed', failure });
	}

	private enter(indexes: readonly number[], outcome: Outcome): void {
		for (const index of indexes) this.outcomes[index] = outcome;
	}

	private async waitForTurn(job: Job): Promise<void> {
		const { transport, budget } = this.options;
		const now = transport.now();
		const turn = this.limiter.reserve(now, Infinity) ?? now;
		const wait = Math.min(turn, budget.deadline) - now;
		if (wait > 0) await transport.sleep(wait, () => this.causeToSkip(job) !== null);
	}

	private async send(job: Job): Promise<Outcome> {
		const { transport, budget } = this.options;
		this.underWay += 1;
		const outcome = await send(job, transport, {
			budget,
			limiter: this.limiter,
			isPointless: () => this.isStopped() || this.breaker.causeFor(job) !== null,
			onResponse: () => {
				// The event loop was free if the run only waited for this response.
				if (this.underWay === 1) transport.yielder.renew();
			},
		});
		this.underWay -= 1;
		const { attempts } = outcome.kind === 'accepted' ? outcome : outcome.failure;
		this.stats.requests += attempts;
		this.stats.retries += attempts - 1;
		return outcome;
	}

	private causeToSkip(job: Job): Failure | null {
		const cause = this.options.transport.canceled() ? null : this.breaker.causeFor(job);
		return cause === null ? this.causeToStop() : skipped(cause);
	}

	/** Why nothing more is sent in this run; null if it goes on. */
	private causeToStop(): Failure | null {
		const { transport, stopsAtFailure, budget } = this.options;
		if (transport.canceled()) return canceledUnsent;
		if (this.brokenPlan !== null) return this.brokenPlan;
		if (stopsAtFailure && this.firstFailure !== null) return skipped(this.firstFailure.failure);
		return transport.now() >= budget.deadline ? outOfBudget(budget) : null;
	}
}

/** The failure of what was not sent because the run had used up its time. */
function outOfBudget({ name }: TimeLimit): Failure {
	return notSentFailure(`The ${name} was over before this was sent.`, {
		code: 'timeout',
		headline: 'The run took longer than its budget',
		advice: 'Send the items marked notSent again, or give the run more time.',
	});
}

/** The failure of a part of a refused request that is not sent any more. */
function skippedPart(cause: Failure, earlier: number): Failure {
	return {
		...cause,
		message: `Refused as a part of a larger request, and then not sent by itself. ${cause.message}`,
		description: 'Send these items again: they were refused together, and not tried by themselves.',
		attempts: earlier,
		notSent: false,
	};
}
