import { field } from '../../../nodes/shared/kainic/api';
import { says } from '../messages';
import type { Finding, Remedy } from '../model';
import { acceptedFields, namedTypes, valueOfType } from '../probes/events';
import { isSaid } from '../reading';
import { describe, finding, unsettled, type Claim, type Evidence } from './evidence';

const schema = 'components/schemas/Event';

export function eventFindings(evidence: Evidence): readonly Finding[] {
	return [
		typeFinding(evidence, field.platform),
		typeFinding(evidence, field.anonUid),
		furtherFields(evidence),
		batchFinding(evidence),
	];
}

const series = ['events.types.', 'events.fields.'] as const;

/** Kainic's message calls the field required, and names its type. */
function typeFinding(evidence: Evidence, name: string): Finding {
	const probes = [...evidence.seen.series(series[0]), ...evidence.seen.series(series[1])];
	const asks = name === field.anonUid ? ['events.visitor-type'] : ['events.types.1'];
	const claim: Claim = {
		id: `events.requires.${name}`,
		claim: `An event requires ${name}, a string`,
		probes: asks,
		contract: [`${schema}/properties/${name}`],
	};
	const all = new Set([...asks, ...probes]);
	for (const id of all) {
		const reading = evidence.seen.of(id);
		if (!isSaid(reading, says.fieldType)) continue;
		const { field: named, expected_type: type = '' } = reading.documented?.values ?? {};
		if (named !== name) continue;
		const isText = typeof valueOfType(type) === 'string';
		const settled = { ...claim, probes: [id] };
		return finding(settled, isText ? 'confirmed' : 'different', describe(evidence, reading));
	}
	if (name === field.anonUid && evidence.seen.isSuccess('events.visitor-type')) {
		return finding(claim, 'different', 'An event whose value is a boolean is accepted.');
	}
	return unsettled(evidence, claim);
}

/** Fields beyond ours that Kainic named as required, with their types. */
function namedFields(evidence: Evidence): ReadonlyMap<string, string> {
	const all = series.flatMap((prefix) => [...namedTypes(evidence.seen, prefix)]);
	const ours: readonly string[] = [field.platform, field.anonUid];
	return new Map(all.filter(([name]) => !ours.includes(name)));
}

function furtherFields(evidence: Evidence): Finding {
	const { seen } = evidence;
	const claim: Claim = {
		id: 'events.no-further-fields',
		claim: `An event requires nothing but ${field.platform} and ${field.anonUid}`,
		probes: ['events.test', ...seen.series(series[1])],
		contract: [schema],
	};
	if (seen.isSuccess('events.test')) {
		return finding(claim, 'confirmed', 'An event with these two alone is accepted.');
	}
	const named = namedFields(evidence);
	const needsMore = isSaid(seen.of('events.test'), says.missingEventFields);
	const settled = { ...claim, probes: [...claim.probes, ...seen.series(series[0])] };
	if (named.size === 0 && !needsMore) return unsettled(evidence, suspicion(evidence, claim));
	return finding(settled, 'different', fieldsInWords(evidence, named), remediesFor(named));
}

/** "Missing", although every field that was tried is there, may also be said of the wrong platform. */
function suspicion({ seen }: Evidence, claim: Claim): Claim {
	const missing = seen
		.series(series[0])
		.filter((id) => isSaid(seen.of(id), says.missingEventFields));
	return missing.length === 0 ? claim : { ...claim, probes: [...claim.probes, ...missing] };
}

function fieldsInWords(evidence: Evidence, named: ReadonlyMap<string, string>): string {
	const list = [...named].map(
		([name, type]) => `${evidence.quote(name)} (${evidence.quote(type)})`,
	);
	const isWhole = acceptedFields(evidence.seen) !== undefined;
	if (isWhole) {
		const which =
			list.length > 0
				? list.join(', ')
				: 'some of the fields that were tried, which cannot be told apart';
		return `Required as well: ${which}. An event with them was accepted, together with other fields that were tried.`;
	}
	if (list.length === 0) return 'Further fields are required; Kainic named none of them.';
	return `Required as well: ${list.join(', ')}. Whether these are all is not known.`;
}

const assignmentTypes = ['string', 'number', 'boolean', 'array', 'object'] as const;

function remediesFor(named: ReadonlyMap<string, string>): readonly Remedy[] {
	if (named.size === 0) return [];
	const rows = [...named].map(([name, type]) => ({ name, type: assignmentType(type), value: '' }));
	return [{ node: 'Kainic Event', option: 'Event Fields', value: rows }];
}

function assignmentType(type: string): string {
	const value = valueOfType(type);
	const own = Array.isArray(value) ? 'array' : typeof value;
	return assignmentTypes.find((known) => known === own) ?? 'string';
}

/** What Kainic answers does not show what it stored: a person has to look. */
function batchFinding(evidence: Evidence): Finding {
	const claim: Claim = {
		id: 'events.batch',
		claim: 'A batch with one bad event is refused whole',
		probes: ['events.batch'],
		contract: ['paths/~1collector~1collect~1custom~1{kainic_pid}~1{kainic_tid}/post'],
	};
	const reading = evidence.seen.of('events.batch');
	const { batchArrived } = evidence.check;
	if (reading?.kind === 'success') {
		return finding(claim, 'different', `It is not refused: ${describe(evidence, reading)}`, [
			isolate,
		]);
	}
	if (reading?.kind !== 'failure') return unsettled(evidence, claim);
	const said = describe(evidence, reading);
	if (batchArrived === null) {
		const look = 'Whether its good event was collected, only the Kainic Console shows.';
		return finding(claim, 'open', `The batch is refused: ${said} ${look}`);
	}
	return batchArrived
		? finding(
				claim,
				'different',
				`Refused (${said}), but its good event was seen in the Kainic Console.`,
				[isolate],
			)
		: finding(
				claim,
				'confirmed',
				`Refused (${said}), and its good event was not seen in the Kainic Console.`,
			);
}

const isolate: Remedy = { node: 'Kainic Event', option: 'Isolate Rejected', value: false };
