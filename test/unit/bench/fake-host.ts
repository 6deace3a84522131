import type { Contender } from '../../../bench/contender';
import type { Clock, Host, Reply } from '../../../bench/turn';

/** A contender that makes a request for each item. */
export function contender(name: string): Contender {
	return { name, input: { kind: 'events' }, nodes: () => [], requests: (items) => items };
}

/**
 * An n8n whose clock moves when somebody waits. The contender `heavy` leaves it unable to answer for
 * five seconds, and only when n8n next looks at its database it says so itself.
 */
export class FakeHost implements Host {
	private time = 0;

	private brokenUntil = 0;

	private requests = 0;

	/** Looks at an n8n that is not ready. */
	refusals = 0;

	readonly clock: Clock = {
		now: () => this.time,
		wait: async (milliseconds) => {
			this.time += milliseconds;
		},
	};

	readonly sink = {
		take: () => {
			const { requests } = this;
			this.requests = 0;
			return { requests, bytes: 0, milliseconds: 0 };
		},
	};

	/** Runs get longer from round to round. */
	constructor(private readonly round = 1) {}

	private get isBroken(): boolean {
		return this.time < this.brokenUntil && this.time >= this.brokenUntil - 5000;
	}

	async isReady(): Promise<boolean> {
		if (this.isBroken) this.refusals += 1;
		return !this.isBroken;
	}

	async call({ name }: Contender, body: string): Promise<Reply> {
		if (this.isBroken) {
			this.refusals += 1;
			return { status: 503, text: '{"message":"Database is not ready!"}' };
		}
		const { count } = JSON.parse(body);
		const milliseconds = (name === 'heavy' ? 3000 : 100) + this.round;
		this.time += milliseconds;
		this.requests += count;
		// n8n finds out a second after the contender has ended.
		if (name === 'heavy') this.brokenUntil = this.time + 6000;
		return { status: 200, text: JSON.stringify({ ...measurement, milliseconds }) };
	}
}

const measurement = {
	cpuMilliseconds: 1,
	keptMegabytes: 1,
	residentMegabytes: 1,
	longestBlock: 1,
	block99: 1,
	startedAt: 0,
	endedAt: 1,
	collections: [],
	items: 1,
	linked: 1,
};
