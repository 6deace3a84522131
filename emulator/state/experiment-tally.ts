/** Which sessions were given to which group. A session counts once, however often it asks. */
export class ExperimentTally {
	private readonly sessions = new Map<string, Map<string, Set<string>>>();

	add(experimentId: string, group: string, sessionId: string): void {
		const groups = getOrMake(this.sessions, experimentId, () => new Map<string, Set<string>>());
		getOrMake(groups, group, () => new Set<string>()).add(sessionId);
	}

	/** @returns the number of sessions by group by experiment */
	counts(): Record<string, Record<string, number>> {
		return Object.fromEntries(
			[...this.sessions].map(([experimentId, groups]) => [
				experimentId,
				Object.fromEntries([...groups].map(([group, sessions]) => [group, sessions.size])),
			]),
		);
	}
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	const found = map.get(key);
	if (found !== undefined) return found;
	const made = make();
	map.set(key, made);
	return made;
}
