import { inputFailure, notSentFailure, skipped, type Failure } from '../failure';
import { CircuitBreaker } from './circuit-breaker';
import { afterRefusal, canceled, outOfBudget, withAttempts } from './endings';
import { Interval } from './interval';
import type { Job, Outcome, Plan, Settled, Transport } from './job';
import { countFailed, countRequest, emptyStats, Outcomes, type Stats } from './outcomes';
import { runPool, type PoolControl } from './pool';
import type { RunBudget } from './retry';
import { send, type SendControl } from './send';

export interface DeliverOptions<Data> {
	readonly plan: Plan<Data>;
	readonly itemCount: number;
	readonly transport: Transport;
	readonly concurrency: number;
	/** Minimum milliseconds from the start of one job to the start of the next. */
	readonly interval: number;
	/** Nothing is sent after it. */
	readonly budget: RunBudget;
	/** True if the run sends nothing more after the first failure. */
	readonly stopsAtFailure: boolean;
	/** True if a smaller part of a refused request may succeed. */
	isDataRefusal(failure: Failure): boolean;
}

export interface Delivery<Data> {
	/** By input item. Items that ended together have the same object. */
	readonly outcomes: ReadonlyArray<Outcome<Data>>;
	readonly stats: Stats;
	/** The first failure in time; null if all succeeded. */
	readonly firstFailure: { readonly indexes: readonly number[]; readonly failure: Failure } | null;
}

/**
 * Carries out a plan: sends its jobs, skips those that an earlier failure made pointless, splits
 * those that were refused for their data, and gives every input item an outcome. Never throws: if
 * the plan itself throws, the items that it had not reached fail with that reason.
 */
export async function deliver<Data>(options: DeliverOptions<Data>): Promise<Delivery<Data>> {
	const { plan, concurrency, transport } = options;
	const run = new Run(options);
	await runPool(plan, concurrency, transport.timeSlice, run);
	return run.close();
}

class Run<Data> implements PoolControl<Data> {
	private readonly breaker = new CircuitBreaker();

	private readonly stats = emptyStats();

	private readonly outcomes: Outcomes<Data>;

	private firstFailure: Delivery<Data>['firstFailure'] = null;

	private brokenPlan: Failure | null = null;

	private underWay = 0;

	private readonly interval: Interval;

	constructor(private readonly options: DeliverOptions<Data>) {
		this.outcomes = new Outcomes(options.itemCount);
		this.interval = new Interval(options.interval, options.transport, options.budget);
	}

	stopped(): boolean {
		const { transport, stopsAtFailure } = this.options;
		const hasFailed = stopsAtFailure && this.firstFailure !== null;
		return transport.canceled() || this.brokenPlan !== null || hasFailed || this.isOver();
	}

	private isOver(): boolean {
		return this.options.transport.now() >= this.options.budget.deadline;
	}

	/** `earlier` counts the attempts of the refused requests that this job is a part of. */
	async work(job: Job<Data>, earlier = 0): Promise<void> {
		await this.interval.wait(Infinity, () => this.causeToSkip(job) !== null);
		const cause = this.causeToSkip(job);
		if (cause !== null) {
			const failure = earlier === 0 ? cause : afterRefusal(cause, earlier);
			if (cause !== canceled) this.firstFailure ??= { indexes: job.indexes, failure };
			this.fail(job, failure);
			return;
		}
		const outcome = await this.send(job);
		if (outcome.kind === 'accepted') {
			this.stats.accepted += job.units;
			this.enter(job, outcome);
			return;
		}
		this.breaker.noteFailure(job, outcome.failure);
		const failure = withAttempts(outcome.failure, earlier);
		const parts = this.options.isDataRefusal(outcome.failure) ? (job.split?.() ?? []) : [];
		for (const part of parts) await this.work(part, failure.attempts);
		if (parts.length > 0) return;
		this.firstFailure ??= { indexes: job.indexes, failure };
		this.fail(job, failure);
	}

	settle({ indexes, units, outcome }: Settled<Data>): void {
		if (outcome.kind === 'failed') {
			const { failure } = outcome;
			this.firstFailure ??= { indexes, failure };
			countFailed(this.stats, units, failure);
		} else {
			this.stats.checked += units;
		}
		this.outcomes.enter(indexes, outcome, false);
	}

	planFailed(error: unknown): void {
		this.brokenPlan = inputFailure(error, null);
		this.firstFailure ??= { indexes: [0], failure: this.brokenPlan };
	}

	close(): Delivery<Data> {
		const missing = this.missingFailure();
		const { stats } = this;
		stats.itemsNotSent = this.outcomes.countMissing();
		stats.itemsInPart = this.outcomes.countUnfinished();
		const open = stats.itemsNotSent + stats.itemsInPart;
		if (missing !== canceled && open > 0) {
			this.firstFailure ??= { indexes: [], failure: missing };
		}
		stats.notSent += open;
		const { firstFailure } = this;
		return { outcomes: this.outcomes.close(missing), stats, firstFailure };
	}

	/** Why planning ended before the last item. */
	private missingFailure(): Failure {
		if (this.brokenPlan !== null) return this.brokenPlan;
		const { transport, budget } = this.options;
		return !transport.canceled() && this.isOver() ? outOfBudget(budget) : canceled;
	}

	private causeToSkip(job: Job<Data>): Failure | null {
		if (this.options.transport.canceled()) return canceled;
		const first = this.options.stopsAtFailure ? this.firstFailure?.failure : undefined;
		const cause = this.breaker.causeFor(job) ?? first;
		if (cause !== undefined) return cause.code === 'canceled' ? canceled : skipped(cause);
		return this.isOver() ? outOfBudget(this.options.budget) : null;
	}

	private async send(job: Job<Data>): Promise<Outcome<Data>> {
		const { transport } = this.options;
		const isPointless = () => this.stopped() || this.breaker.causeFor(job) !== null;
		this.underWay += 1;
		const outcome = await sendSafely(job, transport, {
			budget: this.options.budget,
			onResponse: () => {
				// The event loop was free while the run only waited for this response.
				if (this.underWay === 1) transport.timeSlice.renew();
			},
			waitForTurn: async (deadline) => await this.interval.wait(deadline, isPointless),
			isPointless,
		});
		this.underWay -= 1;
		const { attempts } = outcome.kind === 'accepted' ? outcome : outcome.failure;
		countRequest(this.stats, attempts);
		return outcome;
	}

	private fail(job: Job<Data>, failure: Failure): void {
		countFailed(this.stats, job.units, failure);
		this.enter(job, { kind: 'failed', failure });
	}

	private enter(job: Job<Data>, outcome: Outcome<Data>): void {
		this.outcomes.enter(job.indexes, outcome, job.continues === true);
	}
}

/** An error here would leave execute(), and n8n would take it for a success of every item. */
async function sendSafely<Data>(
	job: Job<Data>,
	transport: Transport,
	control: SendControl,
): Promise<Outcome<Data>> {
	try {
		return await send(job, transport, control);
	} catch {
		const message = 'The request ended in an unexpected way.';
		const failure = notSentFailure(message, { code: 'bad_response' });
		return {
			kind: 'failed',
			failure: { ...failure, attempts: 1, notSent: false, mayBeAccepted: true },
		};
	}
}
