import type { Finding } from '../model';
import { isSame, tellsOf, type Reading } from '../reading';
import { describe, finding, unsettled, type Claim, type Evidence } from './evidence';

const contract = ['components/securitySchemes/apiKey/x-kainic-failures'];

interface KeyClaim extends Claim {
	/** The probe with the same body and the right key. */
	readonly compare: string;
	/** What a refusal in unknown words has to name. */
	readonly things: RegExp;
}

const aboutKey = /api|key|auth|token|credential|access|permi|denied/i;
const aboutProject = new RegExp(`project|pid|${aboutKey.source}`, 'i');

const claims: readonly KeyClaim[] = [
	keyClaim(
		'key.bad.predict',
		'A bad key is refused for predictions',
		'predict.bad-key',
		'predict.array',
	),
	keyClaim('key.bad.events', 'A bad key is refused for events', 'events.bad-key', 'events.empty'),
	keyClaim(
		'key.bad.catalog',
		'A bad key is refused for uploads',
		'catalog.bad-key',
		'catalog.no-file',
	),
	keyClaim(
		'key.bad.experiment',
		'A bad key is refused for experiments',
		'experiment.bad-key',
		'experiment.nothing',
	),
	keyClaim(
		'key.none',
		'A request without a key is refused as one with a bad key',
		'predict.no-key',
		'predict.array',
	),
	keyClaim(
		'key.experiment-for-predictions',
		'The key of an experiment is refused for predictions',
		'predict.other-key',
		'predict.array',
	),
	keyClaim(
		'key.project-for-experiments',
		'The key of the project is refused for experiments',
		'experiment.other-key',
		'experiment.nothing',
	),
	keyClaim(
		'project.wrong.predict',
		'A wrong project ID is refused as a bad key is, for predictions',
		'predict.wrong-project',
		'predict.array',
	),
	keyClaim(
		'project.wrong.events',
		'A wrong project ID is refused as a bad key is, for events',
		'events.wrong-project',
		'events.empty',
	),
];

function keyClaim(id: string, claim: string, probe: string, compare: string): KeyClaim {
	const things = id.startsWith('project.') ? aboutProject : aboutKey;
	return { id, claim, probes: [probe], compare, things, contract };
}

/** What bad keys and wrong IDs are answered, in status and words. */
export function keyFindings(evidence: Evidence): readonly Finding[] {
	return [...claims.map((claim) => keyFinding(evidence, claim)), trackerFinding(evidence)];
}

function keyFinding(evidence: Evidence, keyClaim: KeyClaim): Finding {
	const { compare, things, ...rest } = keyClaim;
	const { refusedKey } = evidence.check;
	const claim = { ...rest, claim: `${rest.claim}: status 401, "${refusedKey}"` };
	const reading = evidence.seen.of(claim.probes[0] ?? '');
	if (reading === undefined || reading.kind === 'silence' || reading.kind === 'skipped') {
		return unsettled(evidence, claim);
	}
	if (reading.kind === 'failure' && reading.status === 401 && reading.words === refusedKey) {
		return finding(claim, 'confirmed', describe(evidence, reading));
	}
	if (reading.kind === 'success') {
		return finding(claim, 'different', `It is accepted: ${describe(evidence, reading)}`);
	}
	const isRefusal = reading.code === 'unauthorized';
	// A page may come from a proxy, unless other answers come from Kainic; cut JSON tells nothing.
	const isBroken = reading.kind === 'foreign' && reading.isJson;
	if (reading.kind === 'foreign' && (isBroken || !isRefusal || !isKainic(evidence))) {
		return unsettled(evidence, claim);
	}
	if (!isRefusal && reading.kind === 'failure' && reading.documented !== null) {
		const told = `The answer is about something else, which Kainic looks at first: ${describe(evidence, reading)}`;
		return finding(claim, 'open', told);
	}
	if (!isRefusal && isSame(reading, evidence.seen.of(compare))) {
		const told = `The answer is the same as to ${compare}: ${describe(evidence, reading)}`;
		return finding(claim, 'open', told);
	}
	if (!isRefusal && !(tellsOf(reading, things) && isJudged(evidence.seen.of(compare)))) {
		return unsettled(evidence, claim);
	}
	return finding(claim, 'different', `${describe(evidence, reading)} ${recognition(reading)}`);
}

function isKainic({ seen }: Evidence): boolean {
	return seen.all().some(([, { kind }]) => kind === 'success' || kind === 'failure');
}

function recognition(reading: Extract<Reading, { code: unknown }>): string {
	return reading.code === 'unauthorized'
		? 'The nodes recognise it (unauthorized).'
		: `The nodes do not recognise it: they say ${reading.code}.`;
}

/** The emulator judges events for an unknown tracker as for any other. */
function trackerFinding(evidence: Evidence): Finding {
	const claim = {
		id: 'tracker.wrong',
		claim: 'An event without fields is answered the same for a tracker that does not exist',
		probes: ['events.wrong-tracker', 'events.empty'],
		contract: ['paths/~1collector~1collect~1custom~1{kainic_pid}~1{kainic_tid}/post'],
	};
	const unknown = evidence.seen.of('events.wrong-tracker');
	const known = evidence.seen.of('events.empty');
	// Words that nobody knows may be those for a bad key, or of the moment.
	const isTold = isJudged(unknown) || tellsOf(unknown, /tracker|tid/i);
	if (!isTold || !isJudged(known)) return unsettled(evidence, claim);
	if (isSame(unknown, known)) return finding(claim, 'confirmed', describe(evidence, unknown));
	return finding(
		claim,
		'different',
		`For one that does not exist: ${describe(evidence, unknown)} For yours: ${describe(evidence, known)}`,
	);
}

/** Whether an answer is known, and about the request, the tracker or its domain: Kainic took the key. */
function isJudged(reading: Reading | undefined): boolean {
	if (reading?.kind !== 'failure') return reading?.kind === 'success';
	if (reading.documented === null) return false;
	return reading.code !== 'credit' && reading.code !== 'prediction_failed';
}
