import type { Attempt } from './attempt';

/** From this many failures in a row on, Kainic is down, and no single request is to blame. */
const failuresUntilDown = 10;

/** Milliseconds before the first request that tries whether Kainic works again. Doubled after each failure. */
const firstProbeMs = 250;
const maxProbeMs = 10_000;

/** The server counts as slow if a response takes this many milliseconds longer than twice the fastest response. */
const noiseMs = 50;

interface TrafficOptions {
	/** Maximum requests under way at once. */
	readonly maxRequests: number;
	/** Milliseconds without a response that shows that Kainic works, after which the run stops. */
	readonly giveUpAfter: number;
	/** When the run has to end, as a `performance.now()` timestamp. */
	readonly deadline: number;
	/** Waits, or returns early if the wait has become pointless. */
	sleep(milliseconds: number, isPointless: () => boolean): Promise<void>;
}

/** A request that was sent, and what came of it. The times are `performance.now()` timestamps. */
export interface Sent {
	/** The number of the request. Later requests have higher numbers. */
	readonly request: number;
	readonly attempt: Attempt;
	readonly sentAt: number;
	readonly endedAt: number;
}

/** Failures in a row. */
interface Trouble {
	/** When the first of these requests was sent, or when Kainic last answered. */
	readonly since: number;
	/** When the run stops. */
	giveUpAt: number;
	/** The first request that was sent after the first failure. */
	readonly firstAfter: number;
	/** How many requests were allowed before the first failure. */
	readonly allowedBefore: number;
}

/**
 * What the requests of a run know of Kainic together: how many may be under way at once, when the next one may be
 * sent, and when the run gives up.
 *
 * A run begins with half of the maximum. Each success allows one more request, unless the server was slow. An
 * overloaded server halves the number, once for all requests that were under way. From then on, a success allows only
 * a fraction of a request: the number grows by one after as many successes as the number itself.
 *
 * Failures in a row (429, 5xx, timeouts, broken connections) mean that Kainic is down. Then one request at a time tries
 * whether Kainic works again.
 */
export class Traffic {
	private allowed: number;

	private hasMetLoad = false;

	private started = 0;

	private underWay = 0;

	private firstAfterLoad = 0;

	private fastestMs = Infinity;

	private readonly waiting: Array<() => void> = [];

	private pausedUntil = -Infinity;

	private lastAnswer = -Infinity;

	private failures = 0;

	/** Set from the first failure in a row on. */
	private trouble: Trouble | null = null;

	/** The first request that was sent when Kainic was down; null if Kainic is not down. */
	private firstProbe: number | null = null;

	constructor(private readonly options: TrafficOptions) {
		this.allowed = Math.ceil(options.maxRequests / 2);
	}

	/** True if Kainic is down. Then a failure says nothing about the request that failed. */
	get isDown(): boolean {
		return this.firstProbe !== null;
	}

	/** Attempts that failed since Kainic last answered. */
	get failuresInRow(): number {
		return this.failures;
	}

	/** When the run stops if Kainic does not work again before. */
	get giveUpAt(): number {
		return this.trouble?.giveUpAt ?? Infinity;
	}

	/** Since when Kainic gave no response that shows that Kainic works. Infinity if the last response showed it. */
	get since(): number {
		return this.trouble?.since ?? Infinity;
	}

	/** When a request that waits until `timestamp` may be sent at the earliest. */
	nextTurn(timestamp: number): number {
		return Math.max(timestamp, this.pausedUntil);
	}

	/**
	 * Sends one request when it may be sent. Retries go before new requests. `send` gets the number of the request,
	 * for `note`. If the request has become pointless, `send` is called early.
	 */
	async inTurn<Value>(
		isRetry: boolean,
		isPointless: () => boolean,
		send: (request: number) => Promise<Value>,
	): Promise<Value> {
		for (;;) {
			await this.untilResumed(isPointless);
			await this.takeSlot(isRetry);
			try {
				if (this.isPaused() && !isPointless()) continue;
				this.started += 1;
				return await send(this.started);
			} finally {
				this.freeSlot();
			}
		}
	}

	/** Notes what came of a request. */
	note({ request, attempt, sentAt, endedAt: now }: Sent): void {
		if (attempt.kind === 'success') this.rise(now - sentAt);
		// A refusal also shows that Kainic works.
		if (attempt.kind === 'success' || attempt.failure.retry === 'never') {
			this.recover(now);
			return;
		}
		const { retry, retryAfter, code } = attempt.failure;
		this.trouble ??= this.newTrouble(sentAt);
		const { trouble } = this;
		if (retry === 'load' || code === 'timeout') this.halve(request);
		if (retryAfter <= this.options.giveUpAfter) {
			if (retry === 'load') this.pausedUntil = Math.max(this.pausedUntil, now + retryAfter);
			// The first wait that Kainic asks for may be as long as the patience of the run. Later waits count.
			const isFirst = request < trouble.firstAfter;
			if (isFirst) trouble.giveUpAt = Math.max(trouble.giveUpAt, now + retryAfter);
		}
		// Requests that were under way together report an outage only once.
		if (this.firstProbe !== null && request < this.firstProbe) return;
		this.failures += 1;
		if (this.failures < failuresUntilDown) return;
		this.firstProbe ??= this.started + 1;
		this.allowed = 1;
		const wait = firstProbeMs * 2 ** (this.failures - failuresUntilDown);
		const nextProbe = Math.min(now + Math.min(maxProbeMs, wait), trouble.giveUpAt);
		this.pausedUntil = Math.max(this.pausedUntil, nextProbe);
	}

	private newTrouble(sentAt: number): Trouble {
		const since = Math.max(this.lastAnswer, sentAt);
		const giveUpAt = since + this.options.giveUpAfter;
		return { since, giveUpAt, firstAfter: this.started + 1, allowedBefore: this.allowed };
	}

	private recover(now: number): void {
		if (this.isDown) {
			this.allowed = Math.max(1, (this.trouble?.allowedBefore ?? 1) / 2);
			this.hasMetLoad = true;
		}
		this.lastAnswer = now;
		this.failures = 0;
		this.trouble = null;
		this.firstProbe = null;
	}

	private halve(request: number): void {
		if (request < this.firstAfterLoad) return;
		this.allowed = Math.max(1, this.allowed / 2);
		this.hasMetLoad = true;
		this.firstAfterLoad = this.started + 1;
	}

	private rise(milliseconds: number): void {
		this.fastestMs = Math.min(this.fastestMs, milliseconds);
		if (milliseconds > 2 * this.fastestMs + noiseMs) return;
		const more = this.hasMetLoad ? 1 / this.allowed : 1;
		this.allowed = Math.min(this.options.maxRequests, this.allowed + more);
	}

	private isPaused(): boolean {
		return performance.now() < this.pausedUntil;
	}

	private async untilResumed(isPointless: () => boolean): Promise<void> {
		const { deadline, sleep } = this.options;
		while (this.isPaused() && !isPointless()) {
			await sleep(Math.min(this.pausedUntil, deadline) - performance.now(), isPointless);
		}
	}

	private async takeSlot(isRetry: boolean): Promise<void> {
		if (this.underWay < Math.floor(this.allowed)) {
			this.underWay += 1;
			return;
		}
		await new Promise<void>((resolve) => {
			if (isRetry) this.waiting.unshift(resolve);
			else this.waiting.push(resolve);
		});
	}

	private freeSlot(): void {
		this.underWay -= 1;
		while (this.underWay < Math.floor(this.allowed)) {
			const next = this.waiting.shift();
			if (next === undefined) return;
			this.underWay += 1;
			next();
		}
	}
}
