import {
	canceledUnsent,
	failureKinds,
	inputFailure,
	skipped,
	unforeseen,
	type Failure,
} from '../failure';
import { isDataRefusal } from '../kainic/response';
import { Concurrency, type LoadSign } from './concurrency';
import type { Attempt, Job, Outcome, Plan, Step } from './job';
import { outOfBudget, send, type SendOptions, type Turns } from './send';
import { pause } from '../pause';

export interface DeliverOptions extends SendOptions {
	readonly plan: Plan;
	readonly itemCount: number;
	/** Maximum requests under way at once. */
	readonly concurrency: number;
	/** Minimum milliseconds from the start of one request to the start of the next. */
	readonly interval: number;
	readonly stopsAtFailure: boolean;
}

/** What a run did, counted in units (events, predictions, products) and in requests. */
export type Stats = ReturnType<typeof emptyStats>;

export function emptyStats() {
	return {
		accepted: 0,
		/** Valid and, as asked, not sent. */
		valid: 0,
		rejected: 0,
		/** Units that were not sent, plus `itemsNotSent`, whose units are not known. */
		notSent: 0,
		/** Items for which the run planned no request before it ended. */
		itemsNotSent: 0,
		unknown: 0,
		requests: 0,
		retries: 0,
	};
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

class Run implements Turns {
	/** The first failures that make further requests pointless: by the ID of their target, or null for all. */
	private readonly causes = new Map<string | null, Failure>();

	/** When the next request may begin, because of `interval`. */
	private nextStart = -Infinity;

	private readonly concurrency: Concurrency;

	private readonly stats = emptyStats();

	private readonly outcomes: Array<Outcome | undefined>;

	private firstFailure: Delivery['firstFailure'] = null;

	private brokenPlan: Failure | null = null;

	constructor(private readonly options: DeliverOptions) {
		this.concurrency = new Concurrency(options.concurrency);
		this.outcomes = new Array<Outcome | undefined>(options.itemCount).fill(undefined);
	}

	/** Takes steps of the plan until it ends or the run stops. */
	async work(): Promise<void> {
		for (;;) {
			const step = this.causeToStop() === null ? await this.nextStep() : null;
			if (step === null || this.causeToStop() !== null) return;
			try {
				if (step.kind === 'settled') this.end(step, step.outcome);
				else await this.deliverJob(step, null);
			} catch (error) {
				this.end(step, { kind: 'failed', failure: unforeseen(error, 1) });
			}
			await pause();
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

	/** `batchFailure` is why the batch was refused that this job is a half of; null for a whole batch. */
	private async deliverJob(job: Job, batchFailure: Failure | null): Promise<void> {
		const outcome = await send(job, this.options, this);
		const { attempts } = outcome.kind === 'failed' ? outcome.failure : outcome;
		this.stats.requests += attempts;
		this.stats.retries += Math.max(0, attempts - 1);
		if (outcome.kind !== 'failed') {
			this.end(job, { ...outcome, attempts: attempts + (batchFailure?.attempts ?? 0) });
			return;
		}
		const { failure: own } = outcome;
		const failure = batchFailure === null ? own : asPart(own, batchFailure);
		const wasSent = attempts > 0;
		if (wasSent) this.noteCause(job, own);
		const parts = wasSent && isDataRefusal(own) ? job.split() : [];
		for (const part of parts) await this.deliverJob(part, failure);
		if (parts.length === 0) this.end(job, { kind: 'failed', failure });
	}

	/** Gives the items of a step their outcome, and counts their units. */
	private end({ indexes, units }: Pick<Step, 'indexes' | 'units'>, outcome: Outcome): void {
		for (const index of indexes) this.outcomes[index] = outcome;
		if (outcome.kind !== 'failed') {
			this.stats[outcome.kind] += units;
			return;
		}
		const { failure } = outcome;
		this.firstFailure ??= { indexes, failure };
		if (failure.mayBeAccepted) this.stats.unknown += units;
		else if (failure.notSent) this.stats.notSent += units;
		else this.stats.rejected += units;
	}

	async takeTurn(job: Job, deadline: number) {
		const { transport, interval } = this.options;
		const request = await this.concurrency.enter();
		const now = transport.now();
		const start = Math.max(now, this.nextStart);
		const isLate = start > deadline;
		if (!isLate && this.causeToSkip(job) === null) {
			this.nextStart = start + interval;
			const isPointless = () => this.causeToSkip(job) !== null;
			if (start > now) await transport.sleep(start - now, isPointless);
		}
		return { request, isLate, cause: this.causeToSkip(job) };
	}

	endTurn(request: number, attempt: Attempt | null): void {
		this.concurrency.leave(request, signOf(attempt));
	}

	private noteCause({ target }: Job, failure: Failure): void {
		const isForAll = failure.scope === 'credential';
		const id = isForAll ? null : target?.id;
		if (id === undefined || this.causes.has(id)) return;
		if (isForAll || failure.scope === target?.scope) this.causes.set(id, failure);
	}

	causeToSkip({ target }: Job): Failure | null {
		const { transport } = this.options;
		const cause = this.causes.get(null) ?? this.causes.get(target?.id ?? null);
		return cause === undefined || transport.canceled() ? this.causeToStop() : skipped(cause);
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

function signOf(attempt: Attempt | null): LoadSign {
	if (attempt === null) return 'neither';
	if (attempt.kind === 'success') return 'success';
	const { code, httpCode } = attempt.failure;
	const isTrouble = failureKinds[code].retry !== 'never' || (httpCode !== null && httpCode >= 500);
	return isTrouble ? 'trouble' : 'neither';
}

/** The failure of a half, with the attempts and doubts of the batch in which it was sent before. */
function asPart(part: Failure, batch: Failure): Failure {
	const known = {
		...part,
		attempts: part.attempts + batch.attempts,
		notSent: false,
		mayBeAccepted: part.mayBeAccepted || batch.mayBeAccepted,
	};
	if (part.attempts > 0) return known;
	return {
		...known,
		message: `Kainic refused a request that contained this item and other items. The node did not send this item separately. ${part.message}`,
		description:
			'Send this item again. It is unknown which items of the refused request have bad data.',
	};
}
