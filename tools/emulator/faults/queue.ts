import type { EndpointName } from '../kainic';
import type { Fault, WaitingFault } from './fault';

/** The faults that wait for requests, in the order in which they were injected. */
export class FaultQueue {
	waiting: readonly WaitingFault[] = [];

	private injected = 0;

	constructor(private readonly random: () => number) {}

	inject(fault: Fault): WaitingFault {
		this.injected += 1;
		const number = this.injected;
		const waiting = { number, fault, skip: fault.after ?? 0, left: fault.count ?? 1 };
		if (waiting.left !== 0) this.waiting = [...this.waiting, waiting];
		return waiting;
	}

	clear(): void {
		this.waiting = [];
	}

	/**
	 * Call once for each request. Every fault that matches counts it among those it lets pass;
	 * the first that is ready takes it.
	 * @param endpoint null for a path that Kainic does not have
	 */
	take(endpoint: EndpointName | null): Fault | undefined {
		let taken: WaitingFault | undefined;
		for (const waiting of this.waiting) {
			const wanted = waiting.fault.endpoint;
			if (wanted !== undefined && wanted !== endpoint) continue;
			if (waiting.skip > 0) waiting.skip -= 1;
			else if (taken === undefined && this.random() < (waiting.fault.probability ?? 1)) {
				taken = waiting;
			}
		}
		if (taken !== undefined) this.use(taken);
		return taken?.fault;
	}

	private use(waiting: WaitingFault): void {
		if (waiting.left === 'always') return;
		waiting.left -= 1;
		if (waiting.left <= 0) this.waiting = this.waiting.filter((other) => other !== waiting);
	}
}
