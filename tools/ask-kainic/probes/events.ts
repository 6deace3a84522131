import { endpoint, field, type Fields } from '../../../nodes/shared/kainic/api';
import type { Seen } from '../answers';
import { json, valueOfType, without, type Probe, type Values } from '../probe';

type Events = (values: Values, seen: Seen) => readonly unknown[];

function refused(id: string, events: Events, more: Partial<Probe> = {}): Probe {
	return {
		id,
		endpoint: 'events',
		key: 'project',
		worstCase:
			'None by the documented rules: platform is required, and it must be text. If Kainic broke them, an event of no meaning would be collected.',
		mustBeRefused: true,
		needs: ['tracker'],
		when: () => true,
		request: (values, seen) =>
			json(endpoint.events(values.projectId, values.trackerId), events(values, seen)),
		...more,
	};
}

function acceptable(id: string, events: Events, when: Probe['when'] = () => true): Probe {
	const worstCase =
		'Kainic collects an event whose visitor is marked as a test (its ID begins with contract-check).';
	const needs = ['tracker', 'events'] as const;
	return refused(id, events, { worstCase, mustBeRefused: false, needs, when });
}

/** Names that a further required field of an event may have. Guesses. */
const candidates = [
	...['event', 'event_type', 'event_name', 'type', 'action', 'name'],
	...['item_id', 'item_ids', 'items', 'product_id', 'sku', 'parent_id'],
	...['timestamp', 'time', 'event_time', 'occurred_at', 'created_at', 'date', 'ts'],
	...['url', 'page', 'page_url', 'referrer', 'domain', 'user_agent'],
	...['quantity', 'price', 'value', 'currency', 'order_id'],
	...[field.storeId, field.kainicPid, 'data', 'properties', 'metadata'],
];

/** Tries at most this many fields. */
const series = Array.from({ length: 12 }, (_, index) => `events.fields.${index + 1}`);

/** The further fields whose types Kainic named, with those types. */
export function namedFields(seen: Seen): ReadonlyMap<string, string> {
	const named = series.flatMap((id) => seen.namedType(id) ?? []);
	return new Map(named.filter(isNewField).map(({ name, type }) => [name, type] as const));
}

function isNewField({ name, type }: { name: string; type: string }): boolean {
	const isKnown = name === field.platform || name === field.anonUid || name === '__proto__';
	return !isKnown && /^[\w.$-]{1,60}$/.test(name) && valueOfType(type) !== undefined;
}

/** Whether the refusal before this try named one more field, so that the next tells more. */
function goesOn(seen: Seen, index: number): boolean {
	if (index === 0) return seen.code('events.test') === 'missing_fields';
	return seen.namedType(series[index - 1] ?? '') !== null && namedFields(seen).size === index;
}

/** With the fields that Kainic named so far, in their types. */
function testEvent(values: Values, seen: Seen): Fields {
	const further = [...namedFields(seen)].map(([name, type]) => [name, valueOfType(type)] as const);
	return {
		...Object.fromEntries(further),
		[field.platform]: 'web',
		[field.anonUid]: values.madeUp,
	};
}

/** Besides, every candidate, with a value that only a boolean field can take. */
function withCandidates(values: Values, seen: Seen): readonly Fields[] {
	const guesses = candidates.map((name) => [name, true] as const);
	return [{ ...Object.fromEntries(guesses), ...testEvent(values, seen) }];
}

/** Whether an event was accepted that can be varied. */
function hasAccepted(seen: Seen): boolean {
	return seen.isSuccess('events.test') || seen.isSuccess('events.exact');
}

export const eventProbes: readonly Probe[] = [
	refused('events.bad-key', () => [{}], { key: 'made-up' }),
	refused('events.empty', () => [{}]),
	refused('events.wrong-project', () => [], {
		request: (values) => json(endpoint.events(values.madeUp, values.trackerId), [{}]),
	}),
	refused('events.wrong-tracker', () => [], {
		request: (values) => json(endpoint.events(values.projectId, values.madeUp), [{}]),
	}),
	refused('events.platform-type', ({ madeUp }) => [
		{ [field.platform]: 5, [field.anonUid]: madeUp },
	]),
	acceptable('events.visitor-type', ({ madeUp }) => [
		{ [field.platform]: 'web', [field.anonUid]: true, [field.uid]: madeUp },
	]),
	acceptable('events.test', (values, seen) => [testEvent(values, seen)]),
	...series.map((id, index) => acceptable(id, withCandidates, (seen) => goesOn(seen, index))),
	acceptable(
		'events.exact',
		(values, seen) => [testEvent(values, seen)],
		(seen) => series.some((id) => seen.isSuccess(id)),
	),
	acceptable(
		'events.without-visitor',
		(values, seen) => [
			{ ...without(testEvent(values, seen), field.anonUid), [field.uid]: values.madeUp },
		],
		hasAccepted,
	),
	acceptable(
		'events.batch',
		(values, seen) => [
			{ ...testEvent(values, seen), [field.anonUid]: `${values.madeUp}-in-batch` },
			{},
		],
		hasAccepted,
	),
];
