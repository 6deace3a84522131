import { field, type Fields } from '../../../nodes/shared/kainic/api';
import { says } from '../messages';
import type { Check, Probe, Values } from '../model';
import { isSaid } from '../reading';
import { eventsTo } from '../requests';
import type { ListProbes, Seen } from '../seen';
import { candidates, namedTypes, series, valueOfType } from './event-series';

const refusedByRule =
	'None by the documented rules: platform is required, and it must be text. If Kainic broke them, an event of no meaning would be collected.';
const addsEvent =
	'Kainic collects an event whose visitor is marked as a test (its ID begins with contract-check).';

const safe = {
	endpoint: 'events',
	key: 'project',
	worstCase: refusedByRule,
	mustBeRefused: true,
	mayAddEvent: false,
	means: {},
} as const;

const accepted = {
	...safe,
	worstCase: addsEvent,
	mustBeRefused: false,
	mayAddEvent: true,
} as const;

function send(makeEvents: (values: Values) => readonly unknown[]): Probe['request'] {
	return (values) => eventsTo(values.trackerId, values)(makeEvents(values));
}

const emptyEvent = () => [{}];

const keyProbes: readonly Probe[] = [
	{
		...safe,
		id: 'events.bad-key',
		key: 'made-up',
		title: 'An event without fields, with a made-up key',
		means: {
			unauthorized: 'This is how a bad key is refused',
			missing_fields: 'The fields are looked at before the key',
		},
		request: send(emptyEvent),
	},
	{
		...safe,
		id: 'events.empty',
		title: 'An event without fields',
		means: {
			missing_fields: 'The documented failure is confirmed',
			credit: 'The project has no credit; events cannot be examined',
			tracker: 'The tracker has no store; events cannot be examined',
			domain: 'The tracker wants an origin; set KAINIC_ORIGIN and run this again',
		},
		request: send(emptyEvent),
	},
	{
		...safe,
		id: 'events.wrong-project',
		title: 'An event without fields, for a project that does not exist',
		means: { unauthorized: 'A wrong project is refused as a bad key is' },
		request: (values) =>
			eventsTo(values.trackerId, { projectId: values.madeUp.projectId })(emptyEvent()),
	},
	{
		...safe,
		id: 'events.wrong-tracker',
		title: 'An event without fields, to a tracker that does not exist',
		means: {
			tracker: 'An unknown tracker is refused as one without a store',
			missing_fields: 'An unknown tracker is not refused before the fields are looked at',
		},
		request: (values) => eventsTo(values.madeUp.trackerId, values)(emptyEvent()),
	},
];

/** The platform stays wrong in all of them, so that none can be accepted. */
function refusedSeries(check: Check, seen: Seen): readonly Probe[] {
	return series(check, seen, 'events.types.', [field.platform], (id, learned) => ({
		...safe,
		id,
		title:
			learned.size === 0
				? 'An event in which every field has a wrong type'
				: `The same event, with the right type of ${[...learned.keys()].join(', ')}`,
		means: {
			field_type: 'Kainic names a required field and its type',
			missing_fields: 'Kainic requires a field that is not among those tried',
		},
		request: send((values) => [
			{
				...{ [field.anonUid]: true, ...candidates(learned), [field.platform]: 5 },
				...(learned.has(field.anonUid) ? { [field.anonUid]: values.visitor } : {}),
			},
		]),
	}));
}

function testEvent(values: Values, learned: ReadonlyMap<string, string>): Fields {
	const further = [...learned].map(([name, type]) => [name, valueOfType(type)] as const);
	return {
		...Object.fromEntries(further),
		[field.platform]: 'web',
		[field.anonUid]: values.visitor,
	};
}

/** The mark of an event whose anonymous visitor is not text. */
function mark({ visitor }: Values): Fields {
	return { [field.uid]: visitor };
}

function acceptedProbes(check: Check, seen: Seen): readonly Probe[] {
	const needsMore = isSaid(seen.of('events.test'), says.missingEventFields);
	const whole = acceptedFields(check, seen);
	return [
		{
			...accepted,
			id: 'events.visitor-type',
			title: `An event whose ${field.anonUid} is a boolean`,
			means: { field_type: `Kainic names the type of ${field.anonUid}` },
			request: send((values) => [
				{ ...mark(values), [field.platform]: 'web', [field.anonUid]: true },
			]),
		},
		{
			...accepted,
			id: 'events.test',
			title: `A test event with ${field.platform} and ${field.anonUid} alone`,
			means: {
				success: 'No further field is required; one test event is collected',
				missing_fields: 'Further fields are required',
			},
			request: send((values) => [testEvent(values, new Map())]),
		},
		...(needsMore ? furtherFields(check, seen) : []),
		...(whole === undefined ? [] : [...withoutEach(whole), batch(whole)]),
	];
}

/** Kainic may name the type of a field that it does not require: the last of these shows whether all are known. */
function furtherFields(check: Check, seen: Seen): readonly Probe[] {
	const prefix = 'events.fields.';
	const probes = series(check, seen, prefix, [field.platform, field.anonUid], (id, learned) => ({
		...accepted,
		id,
		title:
			learned.size === 0
				? 'The test event with further fields, each of a wrong type'
				: `The same, with the right type of ${[...learned.keys()].join(', ')}`,
		means: { field_type: 'Kainic names the type of a field' },
		request: send((values) => [{ ...candidates(learned), ...testEvent(values, learned) }]),
	}));
	const last = seen.series(prefix).at(-1);
	if (last === undefined || !seen.isSuccess(last)) return probes;
	const learned = namedTypes(check, seen, prefix);
	const exact: Probe = {
		...accepted,
		id: 'events.exact',
		title: `The test event with ${[...learned.keys()].join(', ')} and nothing else`,
		means: { success: 'No further field is required', missing_fields: 'Another field is required' },
		request: send((values) => [testEvent(values, learned)]),
	};
	return [...probes, exact];
}

/** The further fields of a test event that was accepted, with their types; undefined if none was. */
export function acceptedFields(check: Check, seen: Seen): ReadonlyMap<string, string> | undefined {
	if (seen.isSuccess('events.test')) return new Map();
	return seen.isSuccess('events.exact') ? namedTypes(check, seen, 'events.fields.') : undefined;
}

export function withoutField(name: string): string {
	return `events.without.${name}`;
}

function withoutEach(learned: ReadonlyMap<string, string>): readonly Probe[] {
	return [field.platform, field.anonUid, ...learned.keys()].map((name) => ({
		...(name === field.platform ? safe : accepted),
		id: withoutField(name),
		title: `The test event without ${name}`,
		means: { missing_fields: `${name} is required`, success: `${name} is not required` },
		request: send((values) => [
			{
				...without(testEvent(values, learned), name),
				...(name === field.anonUid ? mark(values) : {}),
			},
		]),
	}));
}

function without(fields: Fields, removed: string): Fields {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== removed));
}

function batch(learned: ReadonlyMap<string, string>): Probe {
	return {
		...accepted,
		id: 'events.batch',
		title: 'A batch of a test event and an event without fields',
		means: {
			success: 'A batch with a bad event is not refused',
			missing_fields: 'The batch is refused; whether whole, the Kainic Console shows',
		},
		request: send((values) => [
			{ ...testEvent(values, learned), [field.anonUid]: `${values.visitor}-in-batch` },
			{},
		]),
	};
}

export const listEvents: ListProbes = (check, seen) => {
	if (check.account.trackerId === null) return [];
	const further = check.allowEvents ? acceptedProbes(check, seen) : [];
	return [...keyProbes, ...refusedSeries(check, seen), ...further];
};
