import { field } from '../../../nodes/shared/kainic/api';
import { isOfRequest, type Seen } from '../answers';
import { valueOfType } from '../probe';
import { namedFields } from '../probes/events';
import { confirmed, different, open, type Claim, type Remedy } from './claim';

export const eventClaims: readonly Claim[] = [
	{
		id: 'events.requires.platform',
		claim: `An event requires ${field.platform}, a string`,
		probes: ['events.platform-type'],
		judge: (seen) => {
			const type = typeOf(seen, 'events.platform-type', field.platform);
			if (type === undefined) return open();
			return type === 'string' ? confirmed() : different();
		},
	},
	{
		id: 'events.requires.anon_uid',
		claim: `An event requires ${field.anonUid}, a string`,
		probes: ['events.without-visitor', 'events.visitor-type'],
		judge: judgeVisitor,
	},
	{
		id: 'events.no-further-fields',
		claim: `An event requires only ${field.platform} and ${field.anonUid}`,
		probes: ['events.test'],
		judge: judgeFurtherFields,
	},
	{
		id: 'events.batch',
		claim: 'A batch with one bad event is refused whole',
		probes: ['events.batch'],
		judge: (seen) => {
			const remedy = { node: 'Kainic Event', option: 'Isolate Rejected', value: false };
			if (seen.isSuccess('events.batch')) return different('It is not refused', remedy);
			if (!isOfRequest(seen.of('events.batch'))) return open();
			return open(
				'Look in the Kainic Console for the visitor whose ID ends in -in-batch: if its event is there, the batch was not refused whole, and Isolate Rejected of Kainic Event has to stay off',
			);
		},
	},
];

/** The JavaScript type of a field's value as Kainic names it; undefined for a name that nobody knows. */
function typeOf(seen: Seen, probe: string, name: string): string | undefined {
	const named = seen.namedType(probe);
	const value = named?.name === name ? valueOfType(named.type) : undefined;
	return value === undefined ? undefined : typeof value;
}

/** A type alone does not show that a field is required: Kainic may name those of optional ones. */
function judgeVisitor(seen: Seen) {
	if (seen.isSuccess('events.without-visitor')) return different('It is accepted without it');
	if (seen.isSuccess('events.visitor-type')) return different('A boolean is accepted');
	const type = typeOf(seen, 'events.visitor-type', field.anonUid);
	if (type !== undefined && type !== 'string') return different();
	const isMissed = seen.code('events.without-visitor') === 'missing_fields';
	return isMissed && type === 'string' ? confirmed() : open();
}

function judgeFurtherFields(seen: Seen) {
	if (seen.isSuccess('events.test')) return confirmed();
	if (seen.code('events.test') !== 'missing_fields') return open();
	const named = [...namedFields(seen)];
	const list = named.map(([name, type]) => `${name} (${type})`).join(', ');
	if (seen.isSuccess('events.exact')) {
		const note = `An event with these is accepted; some may be optional: ${list}`;
		return different(note, eventFields(named));
	}
	if (list === '') return different('Further fields are required; which, Kainic does not say');
	return different(
		`Further fields are required. Kainic names the types of ${list}; there are more`,
	);
}

function eventFields(named: ReadonlyArray<readonly [name: string, type: string]>): Remedy {
	const value = named.map(([name, type]) => ({ name, type: assignmentType(type), value: '' }));
	return { node: 'Kainic Event', option: 'Event Fields', value };
}

function assignmentType(type: string): string {
	const value = valueOfType(type);
	return Array.isArray(value) ? 'array' : typeof value;
}
