import { field } from '../../../nodes/shared/kainic/api';
import { says } from '../messages';
import type { Finding, Remedy } from '../model';
import { namedTypes, valueOfType } from '../probes/event-series';
import { acceptedFields, withoutField } from '../probes/events';
import { isOfRequest, isSaid } from '../reading';
import { describe, finding, unsettled, type Claim, type Evidence } from './evidence';

const schema = 'components/schemas/Event';

export function eventFindings(evidence: Evidence): readonly Finding[] {
	return [
		platformFinding(evidence),
		visitorFinding(evidence),
		furtherFields(evidence),
		batchFinding(evidence),
	];
}

const refusedSeries = 'events.types.';
const acceptedSeries = 'events.fields.';

/** The type that Kainic named for a field, and the probe that it answered. */
function namedType({ seen }: Evidence, name: string): { probe: string; type: string } | undefined {
	for (const [probe, reading] of seen.all('events.')) {
		if (!isSaid(reading, says.fieldType)) continue;
		const { field: named, expected_type: type = '' } = reading.documented?.values ?? {};
		if (named === name) return { probe, type };
	}
	return undefined;
}

/** That platform is required is documented; its type is too, and Kainic names it. */
function platformFinding(evidence: Evidence): Finding {
	const claim: Claim = {
		id: `events.requires.${field.platform}`,
		claim: `An event requires ${field.platform}, a string`,
		probes: [`${refusedSeries}1`],
		contract: [`${schema}/properties/${field.platform}`],
	};
	const named = namedType(evidence, field.platform);
	if (named === undefined) {
		return unsettled(evidence, {
			...claim,
			probes: [`${refusedSeries}1`, ...evidence.seen.series(refusedSeries)],
		});
	}
	const told = describe(evidence, evidence.seen.of(named.probe));
	const settled = { ...claim, probes: [named.probe] };
	if (!isKnown(named.type)) return unsettled(evidence, settled);
	return finding(settled, isText(named.type) ? 'confirmed' : 'different', told);
}

/** A type alone does not show that a field is required: Kainic may name those of optional ones. */
function visitorFinding(evidence: Evidence): Finding {
	const { seen } = evidence;
	const without = withoutField(field.anonUid);
	const claim: Claim = {
		id: `events.requires.${field.anonUid}`,
		claim: `An event requires ${field.anonUid}, a string`,
		probes: [without, 'events.visitor-type'],
		contract: [`${schema}/properties/${field.anonUid}`],
	};
	const named = namedType(evidence, field.anonUid);
	if (seen.isSuccess(without))
		return finding(claim, 'different', 'An event without it is accepted.');
	if (named !== undefined && isKnown(named.type) && !isText(named.type)) {
		return finding(claim, 'different', describe(evidence, seen.of(named.probe)));
	}
	if (seen.isSuccess('events.visitor-type')) {
		return finding(claim, 'different', 'An event whose value is a boolean is accepted.');
	}
	const isNamed = named !== undefined && isText(named.type);
	if (isNamed && isSaid(seen.of(without), says.missingEventFields)) {
		const told = `Without it: ${describe(evidence, seen.of(without))} As a boolean: ${describe(evidence, seen.of(named.probe))}`;
		return finding(claim, 'confirmed', told);
	}
	return unsettled(evidence, claim);
}

/** Kainic documents no names of types: another word for text is not another type. */
function isKnown(type: string): boolean {
	return valueOfType(type) !== undefined;
}

function isText(type: string): boolean {
	return typeof valueOfType(type) === 'string';
}

function furtherFields(evidence: Evidence): Finding {
	const { seen } = evidence;
	const claim: Claim = {
		id: 'events.no-further-fields',
		claim: `An event requires nothing but ${field.platform} and ${field.anonUid}`,
		probes: ['events.test', ...seen.series(acceptedSeries)],
		contract: [schema],
	};
	if (seen.isSuccess('events.test')) {
		return finding(claim, 'confirmed', 'An event with these two alone is accepted.');
	}
	if (!isSaid(seen.of('events.test'), says.missingEventFields)) {
		return unsettled(evidence, {
			...claim,
			probes: ['events.test', ...seen.series(refusedSeries)],
		});
	}
	const named = [...namedTypes(evidence.check, seen, acceptedSeries)];
	const accepted = [...(acceptedFields(evidence.check, seen) ?? [])];
	const fields = accepted.filter(([name]) => !seen.isSuccess(withoutField(name)));
	if (fields.length === 0) return finding(claim, 'different', whichIsNotSaid(evidence, named));
	return finding(claim, 'different', whichAre(evidence, fields), remediesFor(fields));
}

type TypedField = readonly [name: string, type: string];

function listed({ quote }: Evidence, fields: readonly TypedField[]): string {
	return fields.map(([name, type]) => `${quote(name)} (${quote(type)})`).join(', ');
}

function whichIsNotSaid(evidence: Evidence, named: readonly TypedField[]): string {
	const told = 'Further fields are required; which, Kainic does not say.';
	if (named.length === 0) return told;
	return `${told} It names the types of ${listed(evidence, named)}, which may be optional.`;
}

/** Only a refusal shows that a field is required: without another answer it may be. */
function whichAre(evidence: Evidence, fields: readonly TypedField[]): string {
	const isRequired = ([name]: TypedField) =>
		isSaid(evidence.seen.of(withoutField(name)), says.missingEventFields);
	const required = fields.filter(isRequired);
	const unsure = fields.filter((each) => !isRequired(each));
	return [
		...(required.length === 0 ? [] : [`Required as well: ${listed(evidence, required)}.`]),
		...(unsure.length === 0 ? [] : [`Perhaps required as well: ${listed(evidence, unsure)}.`]),
		'An event with all of them is accepted.',
	].join(' ');
}

const assignmentTypes = ['string', 'number', 'boolean', 'array', 'object'] as const;

function remediesFor(required: readonly TypedField[]): readonly Remedy[] {
	if (required.length === 0) return [];
	const rows = required.map(([name, type]) => ({ name, type: assignmentType(type), value: '' }));
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
	if (!isOfRequest(reading)) return unsettled(evidence, claim);
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
