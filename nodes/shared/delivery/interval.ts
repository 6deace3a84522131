import type { Transport } from './job';
import type { RunBudget } from './retry';

/** Lets requests begin one after the other, with a time between them. */
export class Interval {
	private lastBegin = -Infinity;

	/** Requests that wait for their turn. */
	private waiting = 0;

	private turns: Promise<void> = Promise.resolve();

	constructor(
		private readonly milliseconds: number,
		private readonly transport: Pick<Transport, 'now' | 'sleep'>,
		private readonly budget: RunBudget,
	) {}

	/**
	 * Waits for a request's turn, but not beyond the budget of the run. False, and at once, if the turn
	 * would come after `deadline`.
	 */
	async wait(deadline = Infinity): Promise<boolean> {
		if (this.milliseconds === 0) return true;
		const begin = this.lastBegin + this.milliseconds * (this.waiting + 1);
		if (begin > deadline) return false;
		this.waiting += 1;
		this.turns = this.turns.then(async () => await this.take());
		await this.turns;
		return true;
	}

	private async take(): Promise<void> {
		const begin = Math.min(this.lastBegin + this.milliseconds, this.budget.deadline);
		const left = begin - this.transport.now();
		if (left > 0) await this.transport.sleep(left);
		this.lastBegin = this.transport.now();
		this.waiting -= 1;
	}
}
