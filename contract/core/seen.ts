import type { Check, Entry, Probe } from './model';
import { readOutcome, type Failed, type Reading } from './reading';

/** The answers so far, by the IDs of their probes. */
export class Seen {
	private readonly readings: ReadonlyMap<string, Reading>;

	constructor(entries: readonly Entry[]) {
		this.readings = new Map(entries.map(({ probe, outcome }) => [probe, readOutcome(outcome)]));
	}

	of(probe: string): Reading | undefined {
		return this.readings.get(probe);
	}

	failure(probe: string): Failed | undefined {
		const reading = this.of(probe);
		return reading?.kind === 'failure' ? reading : undefined;
	}

	isSuccess(probe: string): boolean {
		return this.of(probe)?.kind === 'success';
	}

	/** All answers to probes whose ID begins so, in the order in which they came. */
	all(prefix = ''): ReadonlyArray<readonly [probe: string, reading: Reading]> {
		return [...this.readings].filter(([probe]) => probe.startsWith(prefix));
	}

	/** The IDs of the probes `prefix1`, `prefix2`, … that were answered. */
	series(prefix: string): readonly string[] {
		const ids: string[] = [];
		while (this.readings.has(`${prefix}${ids.length + 1}`)) ids.push(`${prefix}${ids.length + 1}`);
		return ids;
	}
}

/** Lists the probes of one endpoint that the answers so far ask for, those that were asked included. */
export type ListProbes = (check: Check, seen: Seen) => readonly Probe[];
