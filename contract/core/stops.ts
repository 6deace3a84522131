import type { Probe } from './model';
import { isRateLimited, isSame, type Reading } from './reading';
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

function refusedKeyOf({ key }: Probe, seen: Seen): string | null {
	if (key !== 'project' && key !== 'experiment') return null;
	if (!isRefusedKey(seen, key)) return null;
	return `Kainic refuses the key of the ${key}, so nothing further is sent with it.`;
}

/** Whether the key of the account was refused: in known words, or in those that a made-up key got. */
export function isRefusedKey(seen: Seen, key: AccountKey): boolean {
	if (isGoodKey(seen, key)) return false;
	return openings(key).some((probe) => isRefusal(seen, key, seen.of(probe)));
}

function isRefusal(seen: Seen, key: AccountKey, answer: Reading | undefined): boolean {
	if (answer?.kind === 'foreign') return answer.code === 'unauthorized';
	if (answer?.kind !== 'failure') return false;
	if (answer.code === 'unauthorized') return true;
	return answer.documented === null && isSame(answer, seen.of(`${endpointOf[key]}.bad-key`));
}

/** Whether an answer shows that the key of the account is good: a made-up key did not get it. */
export function isGoodKey(seen: Seen, key: AccountKey): boolean {
	const refused = seen.of(`${endpointOf[key]}.bad-key`);
	// What is wrong with the body may be told before the key is looked at.
	const whole = openings(key).filter((probe) => probe !== 'predict.nothing');
	return whole.some((probe) => {
		const answer = seen.of(probe);
		if (answer?.kind === 'success') return true;
		return answer?.kind === 'failure' && answer.documented !== null && !isSame(answer, refused);
	});
}

type AccountKey = 'project' | 'experiment';

const endpointOf = { project: 'predict', experiment: 'experiment' } as const;

/** The requests that go with the right key and hold nothing wrong but what is documented. */
function openings(key: AccountKey): readonly string[] {
	return ['nothing', 'array', 'text'].map((name) => `${endpointOf[key]}.${name}`);
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
		return each.endpoint === endpoint && each.mustBeRefused && isTaken(seen.of(each.id));
	});
	if (taken === undefined || taken.id === id) return null;
	const accepted = seen.isSuccess(taken.id) ? 'accepted' : 'may have accepted';
	return `Kainic ${accepted} what it should refuse (${taken.id}), so no further ${endpointNames[endpoint]} are sent.`;
}

/** A status of success counts as well, whatever comes with it. */
function isTaken(reading: Reading | undefined): boolean {
	if (reading?.kind === 'success') return true;
	return reading?.kind === 'foreign' && reading.status >= 200 && reading.status < 300;
}
