/**
 * Work that comes many times at once, as when a server answers all requests in one moment: without
 * turns it would hold the event loop for the sum of all.
 */
export class Turns {
	private last: Promise<unknown> = Promise.resolve();

	/** `giveWay` yields to the event loop if that is due. */
	constructor(private readonly giveWay: () => Promise<void>) {}

	/** Works once all earlier works have ended, and others had their chance. */
	async take<Result>(work: () => Promise<Result>): Promise<Result> {
		const own = this.last.then(async () => {
			await this.giveWay();
			return await work();
		});
		this.last = own.catch(() => undefined);
		return await own;
	}
}
