/** Requests under way at once when a run begins. */
const initialRequests = 10;

/** What a finished request tells about the server: that it took the request, that it was in trouble, or neither. */
export type LoadSign = 'success' | 'trouble' | 'neither';

/**
 * Finds out how many requests the server takes at once, up to a maximum. Each success allows one more,
 * so that the number doubles with each round trip. Trouble halves it, to one at least; requests that
 * had begun before say nothing new. After the first trouble, it takes ten successes to allow one more:
 * otherwise a server with a fixed limit would refuse one request in six.
 */
export class Concurrency {
	private allowed: number;

	private perSuccess = 1;

	private started = 0;

	private underWay = 0;

	/** The number of the first request that began after the number was halved. */
	private firstAfterTrouble = 0;

	private readonly waiting: Array<() => void> = [];

	constructor(private readonly maxRequests: number) {
		this.allowed = Math.min(initialRequests, maxRequests);
	}

	/** Waits until one more request may be under way, first come first served. Returns the number of the request. */
	async enter(): Promise<number> {
		if (this.underWay >= Math.floor(this.allowed)) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		} else {
			this.underWay += 1;
		}
		this.started += 1;
		return this.started;
	}

	leave(request: number, sign: LoadSign): void {
		if (sign === 'success') {
			this.allowed = Math.min(this.maxRequests, this.allowed + this.perSuccess);
		}
		if (sign === 'trouble' && request >= this.firstAfterTrouble) {
			this.allowed = Math.max(1, this.allowed / 2);
			this.perSuccess = 0.1;
			this.firstAfterTrouble = this.started + 1;
		}
		this.underWay -= 1;
		while (this.underWay < Math.floor(this.allowed)) {
			const next = this.waiting.shift();
			if (next === undefined) return;
			this.underWay += 1;
			next();
		}
	}
}
