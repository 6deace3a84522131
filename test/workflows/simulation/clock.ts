import { setImmediate as oneTurn } from 'node:timers/promises';

type Timer = Readonly<{ at: number; ring: () => void }>;

/** A clock that goes on only from timer to timer. So an hour takes no time, and nothing depends on the machine. */
export class Clock {
	private readonly timers: Timer[] = [];

	constructor(public now: number) {}

	/** Timers of the same millisecond ring in their order. */
	set(milliseconds: number, ring: () => void): Timer {
		const timer = { at: this.now + Math.max(Math.ceil(milliseconds), 0), ring };
		this.timers.push(timer);
		this.timers.sort((a, b) => a.at - b.at);
		return timer;
	}

	clear(timer: unknown): void {
		const place = this.timers.findIndex((each) => each === timer);
		if (place >= 0) this.timers.splice(place, 1);
	}

	async wait(milliseconds: number): Promise<void> {
		await new Promise<void>((resolve) => this.set(milliseconds, resolve));
	}

	/** Lets the next timer ring. */
	goOn(): void {
		const next = this.timers.shift();
		if (next === undefined) throw new Error('All wait, and nothing will wake them.');
		this.now = next.at;
		next.ring();
	}
}

/** Does the work on a clock that begins at `start`, with numbers at random that `random` decides. */
export async function inVirtualTime<Result>(
	start: number,
	random: () => number,
	work: (clock: Clock) => Promise<Result>,
): Promise<Result> {
	const clock = new Clock(start);
	const restore = replaceGlobals(clock, random);
	try {
		let isDone = false;
		const result = work(clock).finally(() => (isDone = true));
		result.catch(() => undefined);
		for (let rings = 0; !isDone; rings += 1) {
			if (rings > 100_000) throw new Error(`No end by ${new Date(clock.now).toISOString()}`);
			// Node.js does so when the work has done all that it can at this moment.
			await new Promise<void>((resolve) => process.nextTick(resolve));
			if (!isDone) clock.goOn();
		}
		return await result;
	} finally {
		restore();
		// Whoever waits outside gets its turn: a signal to stop, or a server.
		await oneTurn();
	}
}

function replaceGlobals(clock: Clock, random: () => number): () => void {
	const real = { Date, setTimeout, clearTimeout };
	const [realTimeout, realRandom, realNow] = [AbortSignal.timeout, Math.random, performance.now];
	class VirtualDate extends Date {
		constructor(...given: [value?: number | string]) {
			super(given.length === 0 ? clock.now : (given[0] ?? NaN));
		}

		static override now(): number {
			return clock.now;
		}
	}
	Object.assign(globalThis, {
		Date: VirtualDate,
		setTimeout: (ring: () => void, milliseconds = 0) => clock.set(milliseconds, ring),
		clearTimeout: (timer: unknown) => clock.clear(timer),
	});
	Math.random = random;
	performance.now = () => clock.now;
	AbortSignal.timeout = (milliseconds) => {
		const controller = new AbortController();
		clock.set(milliseconds, () => controller.abort());
		return controller.signal;
	};
	return () => {
		Object.assign(globalThis, real);
		Math.random = realRandom;
		performance.now = realNow;
		AbortSignal.timeout = realTimeout;
	};
}
