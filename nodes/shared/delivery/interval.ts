import type { Transport } from './job';
import type { RunBudget } from './retry';

/** Lets requests begin one after the other, with a time between them. */
export class Interval {
	private lastBegin = -Infinity;

	/** Of each request that waits for its turn: whether it will be sent no more. */
	private readonly waiting = new Set<() => boolean>();

	private turns: Promise<void> = Promise.resolve();

	constructor(
		private readonly milliseconds: number,
		private readonly transport: Pick<Transport, 'now' | 'sleep'>,
		private readonly budget: RunBudget,
	) {}

	/**
	 * Waits for a request's turn, but not beyond the budget of the run. A request that has become
	 * pointless takes no turn. False, and at once, if the turn would come after `deadline`.
	 */
	async wait(deadline: number, isPointless: () => boolean): Promise<boolean> {
		if (this.milliseconds === 0) return true;
		const before = [...this.waiting].filter((isSkipped) => !isSkipped()).length;
		if (this.lastBegin + this.milliseconds * (before + 1) > deadline) return false;
		// A function of its own, since a request may wait several times with the same one.
		const skips = () => isPointless();
		this.waiting.add(skips);
		this.turns = this.turns.then(async () => {
			await this.take(skips);
			this.waiting.delete(skips);
		});
		await this.turns;
		return true;
	}

	private async take(isPointless: () => boolean): Promise<void> {
		if (isPointless()) return;
		const begin = Math.min(this.lastBegin + this.milliseconds, this.budget.deadline);
		const left = begin - this.transport.now();
		if (left > 0) await this.transport.sleep(left, isPointless);
		if (!isPointless()) this.lastBegin = this.transport.now();
	}
}
