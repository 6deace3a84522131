/** Spaces the starts of requests. */
export class RateLimiter {
	private next = -Infinity;

	/** @param interval Minimum milliseconds from one start to the next; 0 for none. */
	constructor(private readonly interval: number) {}

	/** Reserves the next start, in milliseconds of the clock. Null if that would be after `deadline`. */
	reserve(now: number, deadline: number): number | null {
		const start = Math.max(now, this.next);
		if (start > deadline) return null;
		this.next = start + this.interval;
		return start;
	}
}
