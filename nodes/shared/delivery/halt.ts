import { failureKinds, type Failure } from '../failure';

/** Remembers the failures that make further requests of a group, or of the whole run, pointless. */
export class Halts {
	private run: Failure | null = null;

	private readonly groups = new Map<string, Failure>();

	note(group: string, failure: Failure): void {
		const { reach } = failureKinds[failure.code];
		if (reach === 'run') this.run ??= failure;
		if (reach === 'group' && !this.groups.has(group)) this.groups.set(group, failure);
	}

	/** The failure that spares a job of this group its request; null where it is to be sent. */
	causeFor(group: string): Failure | null {
		return this.run ?? this.groups.get(group) ?? null;
	}
}
