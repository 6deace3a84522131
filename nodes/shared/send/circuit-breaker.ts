import type { Failure } from '../failure';
import type { Job } from './job';

type Route = Pick<Job, 'account' | 'target'>;

/** Remembers the failures that make further requests of a target, or of an account, pointless. */
export class CircuitBreaker {
	private readonly failures = new Map<Job['account'], Map<string, Failure>>();

	noteFailure({ account, target }: Route, failure: Failure): void {
		const isAboutAccount = failure.scope === 'account';
		if (!isAboutAccount && failure.scope !== target?.scope) return;
		const known = this.failures.get(account) ?? new Map<string, Failure>();
		const key = isAboutAccount ? wholeAccount : keyOf(target);
		if (!known.has(key)) known.set(key, failure);
		this.failures.set(account, known);
	}

	/** The failure that makes this request pointless; null if there is none. */
	causeFor({ account, target }: Route): Failure | null {
		const known = this.failures.get(account);
		return known?.get(wholeAccount) ?? known?.get(keyOf(target)) ?? null;
	}
}

const wholeAccount = 'account';

function keyOf(target: Route['target']): string {
	return target === null ? '' : `${target.scope} ${target.id}`;
}
