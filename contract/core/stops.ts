import { says } from './messages';
import type { Probe } from './model';
import { isSame, isSaid, type Reading } from './reading';
import type { Seen } from './seen';

/** Why a probe is not sent any more, as a sentence; null if it may be sent. */
export function stopReason(probe: Probe, seen: Seen, probes: readonly Probe[]): string | null {
	return wholeRun(seen) ?? refusedKeyOf(probe, seen) ?? endpointStop(probe, seen, probes);
}

function wholeRun(seen: Seen): string | null {
	const first = seen.of('predict.bad-key');
	if (isForeign(first) && first.status !== 401 && first.status !== 403) return notKainic;
	if (isForeign(seen.of('predict.nothing'))) return notKainic;
	const readings = seen.all().map(([, reading]) => reading);
	if (readings.some(isRateLimited))
		return 'The host asks to slow down, so nothing further is sent.';
	const last = readings.filter(({ kind }) => kind !== 'skipped').slice(-2);
	const noneCame = last.length > 0 && readings.every(isUnanswered);
	if (noneCame || (last.length === 2 && last.every(isUnanswered))) {
		return 'The host does not answer, so nothing further is sent.';
	}
	return null;
}

const notKainic =
	'The answer does not have the form of an answer of Kainic, so nothing further is sent there.';

function isForeign(reading: Reading | undefined): reading is Extract<Reading, { kind: 'foreign' }> {
	return reading?.kind === 'foreign' && reading.status < 500 && reading.status !== 429;
}

function isUnanswered(reading: Reading): boolean {
	if (reading.kind === 'silence') return true;
	return reading.kind === 'foreign' && reading.code === 'server_error';
}

function isRateLimited(reading: Reading): boolean {
	return 'code' in reading && reading.code === 'rate_limited';
}

function refusedKeyOf({ key }: Probe, seen: Seen): string | null {
	if (key !== 'project' && key !== 'experiment') return null;
	if (!isRefusedKey(seen, key)) return null;
	return `Kainic refuses the key of the ${key}, so nothing further is sent with it.`;
}

/**
 * Whether the key of the account was refused: a documented failure shows that it was not, and the same
 * undocumented answer as to a made-up key shows that it was.
 */
export function isRefusedKey(seen: Seen, key: 'project' | 'experiment'): boolean {
	const endpoint = key === 'project' ? 'predict' : 'experiment';
	const answer = seen.of(`${endpoint}.nothing`);
	if (answer?.kind === 'foreign') return answer.code === 'unauthorized';
	if (answer?.kind !== 'failure') return false;
	if (answer.code === 'unauthorized') return true;
	return answer.documented === null && isSame(answer, seen.of(`${endpoint}.bad-key`));
}

/** What blocks all events, or all forms, whatever is in them. */
const blocking = new Set(['credit', 'tracker', 'domain']);

const endpointNames = {
	predict: 'predictions',
	events: 'events',
	catalog: 'forms',
	experiment: 'experiments',
} as const;

function endpointStop(
	{ id, endpoint }: Probe,
	seen: Seen,
	probes: readonly Probe[],
): string | null {
	const opening = endpoint === 'events' ? 'events.empty' : 'catalog.no-file';
	const blocked = seen.failure(opening);
	if ((endpoint === 'events' || endpoint === 'catalog') && blocked && blocking.has(blocked.code)) {
		return `Kainic answers ${endpointNames[endpoint]} alike, whatever they hold (${blocked.code}).`;
	}
	const taken = probes.find((each) => {
		return each.endpoint === endpoint && each.mustBeRefused && seen.isSuccess(each.id);
	});
	if (taken === undefined || taken.id === id) return null;
	return `Kainic accepted what it should refuse (${taken.id}), so no further ${endpointNames[endpoint]} are sent.`;
}

/** Whether the project's key was good enough to be told what is missing. */
export function keyWorks(seen: Seen): boolean {
	return isSaid(seen.of('predict.nothing'), says.nothingAsked);
}
