/** Does asynchronous work one at a time, in the order in which it was handed over. */
export class Turns {
	private last: Promise<unknown> = Promise.resolve();

	/** Works after all earlier work has ended, also if that failed. Fails with what the work fails with. */
	async take<Result>(work: () => Promise<Result>): Promise<Result> {
		const own = this.last.then(work);
		this.last = own.catch(() => undefined);
		return await own;
	}
}
