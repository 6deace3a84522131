import { notSentFailure, spared, type Failure } from '../failure';
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
}

export interface Delivered<Data> {
	readonly settled: ReadonlyArray<Settled<Data>>;
	readonly figures: Figures;
	/** The first failure in time, where there was one. */
	readonly firstFailure: { readonly itemIndex: number; readonly failure: Failure } | null;
}

/**
 * Carries a plan out: sends its jobs, spares those that an earlier failure made pointless, splits
 * those that were refused for their data, and gives every input item an outcome. Never throws
 * unless the plan does.
 */
export async function deliver<Data>(order: Order<Data>): Promise<Delivered<Data>> {
	const { plan, ledger, delivery, concurrency, stopsAtFailure } = order;
	const halts = new Halts();
	const tally = new Tally();
	let firstFailure: Delivered<Data>['firstFailure'] = null;

	const noteFailure = (indexes: readonly number[], failure: Failure) => {
		firstFailure ??= { itemIndex: indexes[0] ?? 0, failure };
	};
	const settle = (job: Job<Data>, outcome: Outcome<Data>) => {
		ledger.enter(job.indexes, outcome, job.completes);
		if (outcome.kind === 'accepted') tally.countAccepted(job.units);
		else tally.countFailed(job.units, outcome.failure);
	};
	const work = async (job: Job<Data>): Promise<void> => {
		const cause = halts.causeFor(job.group);
		if (cause !== null) {
			tally.countSpared(job.units);
			ledger.enter(job.indexes, { kind: 'failed', failure: spared(cause) }, job.completes);
			return;
		}
		const outcome = await send(job, delivery);
		if (outcome.kind === 'accepted') {
			tally.countRequest(outcome.attempts);
			settle(job, outcome);
			return;
		}
		tally.countRequest(outcome.failure.attempts);
		halts.note(job.group, outcome.failure);
		const mayDivide = order.isDataRefusal(outcome.failure) && !stopsAtFailure;
		const parts = mayDivide ? job.split() : [];
		if (parts.length === 0) {
			noteFailure(job.indexes, outcome.failure);
			settle(job, outcome);
		}
		for (const part of parts) await work(part);
	};

	await runPool(plan, {
		concurrency,
		breathe: async () => await order.breathe(),
		stopped: () => delivery.canceled() || (stopsAtFailure && firstFailure !== null),
		work,
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
	const missing = notSentFailure('canceled', 'The execution was cancelled before this was sent.');
	return { settled: ledger.close(missing), figures: tally.figures(), firstFailure };
}
