/** `overloaded`: the server had too much load, or did not answer in time. `other`: any other failure. */
export type ServerState = 'ok' | 'overloaded' | 'other';

/** The server counts as slow if a response takes this many milliseconds longer than twice the fastest response. */
const noiseMs = 50;

/**
 * Decides how many requests are under way at once. A run begins with half of the maximum. Each success allows
 * one more request, unless the server was slow. An overloaded server halves the number, once for all requests
 * that were under way. From then on, a success allows only a fraction of a request: the number grows by one
 * after as many successes as the number itself.
 */
export class Concurrency {
	private allowed: number;

	private hasMetLoad = false;

	private started = 0;

	private underWay = 0;

	private firstAfterLoad = 0;

	private fastestMs = Infinity;

	private readonly waiting: Array<() => void> = [];

	constructor(private readonly maxRequests: number) {
		this.allowed = Math.ceil(maxRequests / 2);
	}

	/** Waits until one more request may be under way. Retries go before new requests. Returns the serial number of the request. */
	async takePlace(isRetry: boolean): Promise<number> {
		if (this.underWay < Math.floor(this.allowed)) {
			this.underWay += 1;
		} else {
			await new Promise<void>((resolve) => {
				if (isRetry) this.waiting.unshift(resolve);
				else this.waiting.push(resolve);
			});
		}
		this.started += 1;
		return this.started;
	}

	/** `milliseconds`: how long the request took. */
	leavePlace(request: number, state: ServerState, milliseconds: number): void {
		if (state === 'ok') this.rise(milliseconds);
		if (state === 'overloaded' && request >= this.firstAfterLoad) {
			this.allowed = Math.max(1, this.allowed / 2);
			this.hasMetLoad = true;
			this.firstAfterLoad = this.started + 1;
		}
		this.underWay -= 1;
		while (this.underWay < Math.floor(this.allowed)) {
			const next = this.waiting.shift();
			if (next === undefined) return;
			this.underWay += 1;
			next();
		}
	}

	private rise(milliseconds: number): void {
		this.fastestMs = Math.min(this.fastestMs, milliseconds);
		if (milliseconds > 2 * this.fastestMs + noiseMs) return;
		const more = this.hasMetLoad ? 1 / this.allowed : 1;
		this.allowed = Math.min(this.maxRequests, this.allowed + more);
	}
}
