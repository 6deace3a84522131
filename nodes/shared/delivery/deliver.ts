import { notSentFailure, problemOf, spared, type Failure } from '../failure';
import { Halts } from './halt';
import type { Job, Outcome, Plan } from './job';
import { runPool } from './pool';
import { send, type Delivery } from './send';
import type { Ledger, Settled } from './settle';
import { Tally, type Figures } from './tally';

export interface Order<Data> {
	readonly plan: Plan<Data>;
	readonly ledger: Ledger<Data>;
	readonly delivery: Delivery;
	readonly concurrency: number;
	/** Whether nothing more is to be sent after the first failure. */
	readonly stopsAtFailure: boolean;
	/** Whether a smaller part of a refused request may succeed. */
	isDataRefusal(failure: Failure): boolean;
	breathe(): Promise<void>;
	/** Told when nothing was done but to wait for a request, so that the process was free. */
	rested(): void;
}

const canceled = notSentFailure('canceled', 'The execution was cancelled before this was sent.');

export interface Delivered<Data> {
	readonly settled: Iterable<Settled<Data>>;
	readonly figures: Figures;
	/** The first failure in time, where there was one. */
	readonly firstFailure: { readonly itemIndex: number; readonly failure: Failure } | null;
}

/**
 * Carries a plan out: sends its jobs, spares those that an earlier failure made pointless, splits
 * those that were refused for their data, and gives every input item an outcome. Never throws: where
 * the plan itself breaks, what it had not reached fails with its reason.
 */
export async function deliver<Data>(order: Order<Data>): Promise<Delivered<Data>> {
	const { plan, ledger, delivery, concurrency, stopsAtFailure } = order;
	const halts = new Halts();
	const tally = new Tally();
	const sendJob = createSender(order);
	let firstFailure: Delivered<Data>['firstFailure'] = null;
	let brokenPlan: Failure | null = null;

	const noteFailure = (indexes: readonly number[], failure: Failure) => {
		firstFailure ??= { itemIndex: indexes[0] ?? 0, failure };
	};
	const enter = (job: Job<Data>, outcome: Outcome<Data>) =>
		ledger.enter(job.indexes, outcome, job.completes);

	/** `earlier` counts the attempts of the refused requests that this job is a part of. */
	const work = async (job: Job<Data>, earlier: number): Promise<void> => {
		const cause = delivery.canceled() ? canceled : halts.causeFor(job.group);
		if (cause !== null) {
			tally.countSpared(job.units);
			enter(job, { kind: 'failed', failure: withAttempts(spared(cause), earlier) });
			return;
		}
		const outcome = await sendJob(job);
		tally.countRequest(attemptsOf(outcome));
		if (outcome.kind === 'accepted') {
			tally.countAccepted(job.units);
			enter(job, outcome);
			return;
		}
		halts.note(job.group, outcome.failure);
		const mayDivide = order.isDataRefusal(outcome.failure) && !stopsAtFailure;
		const failure = withAttempts(outcome.failure, earlier);
		const parts = mayDivide ? job.split() : [];
		for (const part of parts) await work(part, failure.attempts);
		if (parts.length > 0) return;
		noteFailure(job.indexes, failure);
		tally.countFailed(job.units, failure);
		enter(job, { kind: 'failed', failure });
	};

	await runPool(plan, {
		concurrency,
		breathe: order.breathe,
		stopped: () =>
			delivery.canceled() || brokenPlan !== null || (stopsAtFailure && firstFailure !== null),
		planFailed: (error) => {
			brokenPlan = problemOf(error, 'While planning');
			firstFailure ??= { itemIndex: 0, failure: brokenPlan };
		},
		work: async (job) => await work(job, 0),
		note: (step) => {
			if (step.kind === 'refused') {
				tally.countFailed(step.units, step.failure);
				noteFailure(step.indexes, step.failure);
				ledger.enter(step.indexes, { kind: 'failed', failure: step.failure }, true);
			} else {
				tally.countChecked(step.units);
				ledger.enter(step.indexes, { kind: 'accepted', data: step.data, attempts: 0 }, true);
			}
		},
	});
	const settled = ledger.close(brokenPlan ?? canceled);
	return { settled, figures: tally.figures(), firstFailure };
}

/** Sends jobs, and tells the order whenever nothing was done but to wait for a request. */
function createSender<Data>(order: Order<Data>): (job: Job<Data>) => Promise<Outcome<Data>> {
	let underWay = 0;
	return async (job) => {
		underWay += 1;
		const outcome = await send(job, order.delivery);
		underWay -= 1;
		if (underWay === 0) order.rested();
		return outcome;
	};
}

function attemptsOf(outcome: Outcome<unknown>): number {
	return outcome.kind === 'accepted' ? outcome.attempts : outcome.failure.attempts;
}

function withAttempts(failure: Failure, earlier: number): Failure {
	const attempts = failure.attempts + earlier;
	return { ...failure, attempts, notSent: attempts === 0 };
}
