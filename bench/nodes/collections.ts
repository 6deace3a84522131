import { constants, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds since the epoch. */
export interface Period {
	startedAt: number;
	endedAt: number;
}

/** One step of V8's collecting, as V8 tells it: of young objects, or of the whole heap. */
export interface Step extends Period {
	readonly kind: 'young' | 'mark' | 'sweep';
}

/**
 * Watches V8 collecting n8n's whole heap. The function that comes back ends that, and resolves with
 * the collections until then, each from where V8 began to mark.
 */
export function watchCollections(): () => Promise<Period[]> {
	const end = watchSteps();
	return async () => {
		const steps = await end();
		return collectionsOf(steps, performance.timeOrigin + performance.now());
	};
}

/** Watches V8 collecting garbage. The function that comes back ends that, and resolves with the steps. */
export function watchSteps(): () => Promise<Step[]> {
	const entries: PerformanceEntry[] = [];
	const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
	observer.observe({ entryTypes: ['gc'] });
	return async () => {
		// Node.js hands on what V8 told before the immediates of this turn of the event loop.
		await nextTurn();
		entries.push(...observer.takeRecords());
		observer.disconnect();
		return entries.flatMap(stepOf);
	};
}

/** The collections that some steps make, in their order; one that has not ended goes on `until` then. */
export function collectionsOf(steps: readonly Step[], until: number): Period[] {
	const collections: Period[] = [];
	let began: number | null = null;
	for (const { kind, startedAt, endedAt } of steps) {
		if (kind === 'young') continue;
		if (kind === 'mark') {
			began ??= startedAt;
			continue;
		}
		collections.push({ startedAt: began ?? startedAt, endedAt });
		began = null;
	}
	return began === null ? collections : [...collections, { startedAt: began, endedAt: until }];
}

function stepOf(entry: PerformanceEntry): Step[] {
	const { startTime, duration } = entry;
	const kind = 'detail' in entry ? kindOf(entry.detail) : null;
	const startedAt = performance.timeOrigin + startTime;
	return kind === null ? [] : [{ kind, startedAt, endedAt: startedAt + duration }];
}

function kindOf(detail: unknown): Step['kind'] | null {
	if (typeof detail !== 'object' || detail === null || !('kind' in detail)) return null;
	switch (detail.kind) {
		case constants.NODE_PERFORMANCE_GC_MINOR:
			return 'young';
		case constants.NODE_PERFORMANCE_GC_INCREMENTAL:
			return 'mark';
		case constants.NODE_PERFORMANCE_GC_MAJOR:
			return 'sweep';
		default:
			return null;
	}
}
