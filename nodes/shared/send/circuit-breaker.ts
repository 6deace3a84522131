import type { Failure } from '../failure';
import type { Job } from './job';

/** Remembers the failures that make further requests of a target, or all of them, pointless. */
export class CircuitBreaker {
	private readonly failures = new Map<string, Failure>();

	noteFailure(target: Job['target'], failure: Failure): void {
		const isAboutAll = failure.scope === 'credential';
		if (!isAboutAll && failure.scope !== target?.scope) return;
		const key = isAboutAll ? allRequests : keyOf(target);
		if (!this.failures.has(key)) this.failures.set(key, failure);
	}

	/** The failure that makes a request to this target pointless; null if there is none. */
	causeFor(target: Job['target']): Failure | null {
		return this.failures.get(allRequests) ?? this.failures.get(keyOf(target)) ?? null;
	}
}

const allRequests = 'all';

function keyOf(target: Job['target']): string {
	return target === null ? '' : `${target.scope} ${target.id}`;
}
