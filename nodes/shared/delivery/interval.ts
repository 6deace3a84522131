import type { Transport } from './job';
import type { RunBudget } from './retry';
import { Turns } from './turns';

/** Starts requests one at a time, at least an interval apart. */
export class Interval {
	private lastBegin = -Infinity;

	/** For each waiting request, a function that returns true once the request is no longer needed. */
	private readonly waiting = new Set<() => boolean>();

	private readonly turns = new Turns();

	/** @param milliseconds The interval; 0 for none. */
	constructor(
		private readonly milliseconds: number,
		private readonly transport: Pick<Transport, 'now' | 'sleep'>,
		private readonly budget: RunBudget,
	) {}

	/**
	 * Waits until a request may start, at most until the run's budget is over. A request that is no
	 * longer needed delays no other. Returns false at once if the request could start only after `deadline`.
	 */
	async wait(deadline: number, isPointless: () => boolean): Promise<boolean> {
		if (this.milliseconds === 0) return true;
		const before = [...this.waiting].filter((isSkipped) => !isSkipped()).length;
		if (this.lastBegin + this.milliseconds * (before + 1) > deadline) return false;
		this.waiting.add(isPointless);
		await this.turns.take(async () => await this.begin(isPointless));
		this.waiting.delete(isPointless);
		return true;
	}

	private async begin(isPointless: () => boolean): Promise<void> {
		const begin = Math.min(this.lastBegin + this.milliseconds, this.budget.deadline);
		const left = begin - this.transport.now();
		if (left > 0) await this.transport.sleep(left, isPointless);
		if (!isPointless()) this.lastBegin = this.transport.now();
	}
}
