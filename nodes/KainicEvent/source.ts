import { InputError } from '../shared/failure';
import { parseJson } from '../shared/json';
import { identityFields } from '../shared/kainic/identity';
import { rowsOf } from '../shared/n8n/headers';
import { withoutResult } from '../shared/n8n/leftovers';
import type { RunContext } from '../shared/n8n/operation';
import type { ItemParameters } from '../shared/n8n/parameters';
import { isAbsent, isPlainObject, repeatedName } from '../shared/values';
import { convertField, refuseField } from './field-types';
import { keepFields } from './sent-fields';

/** The events of one input item, unchecked. Throws an InputError, or n8n's error for an expression. */
export type EventSource = (itemIndex: number) => readonly unknown[];

/** Creates a reader of events. Throws an InputError for a source that an AI tool cannot have. */
export function eventSource(run: RunContext): EventSource {
	const { items, options, parameters, runsAsTool, timezone } = run;
	const source = options.choice('eventSource', 'Event Source', ['fields', 'inputItem', 'json']);
	switch (source) {
		case 'fields':
			return (itemIndex) => {
				const event = eventOfFields(parameters.at(itemIndex), timezone);
				const sent = withoutResult(event);
				if (isPlainObject(sent)) keepFields(run, itemIndex, sent);
				return [event];
			};
		case 'inputItem':
			if (runsAsTool) throw toolInput();
			return (itemIndex) => [items[itemIndex]?.json];
		case 'json':
			return (itemIndex) => eventsOfJson(parameters.at(itemIndex).value('eventJson'));
	}
}

function toolInput(): InputError {
	return new InputError('The input of an AI tool is its call, which is no event.', {
		advice: 'Choose another Event Source in the tool: Fields Below or JSON.',
	});
}

function eventOfFields(parameters: ItemParameters, timezone: string): object {
	return {
		...identityFields({
			platform: parameters.value('platform'),
			anonUid: parameters.id('anonUid', 'Anonymous User ID'),
			uid: parameters.optionalId('additionalFields.uid', 'User ID'),
			sid: parameters.optionalId('additionalFields.sid', 'Session ID'),
		}),
		...assignedFields(parameters.optional('eventFields', 'Event Fields'), timezone),
	};
}

/** True if a row of Event Fields has a name. */
export function hasFields(collection: unknown): boolean {
	return rowsOf(collection, 'assignments', 'Event Fields').some(({ name }) => !isAbsent(name));
}

/** The fields of an assignment collection by name, each converted to the type that it declares. */
function assignedFields(collection: unknown, timezone: string): Record<string, unknown> {
	const rows = rowsOf(collection, 'assignments', 'Event Fields');
	const fields = rows.flatMap((row): ReadonlyArray<[string, unknown]> => {
		if (row.value === undefined) return [];
		if (typeof row.name !== 'string' || row.name === '') {
			if (isAbsent(row.value)) return [];
			throw new InputError('a row of Event Fields has no name.');
		}
		return [
			[row.name, convertField({ name: row.name, type: row.type, value: row.value }, timezone)],
		];
	});
	const repeated = repeatedName(fields.map(([name]) => name));
	return repeated === null ? Object.fromEntries(fields) : refuseField(repeated, 'is given twice');
}

function eventsOfJson(value: unknown): readonly unknown[] {
	const parsed = typeof value === 'string' ? parseJson(value, 'Event JSON') : value;
	if (!Array.isArray(parsed)) return [parsed];
	if (parsed.length > 0) return parsed;
	throw new InputError('Event JSON is an empty array, so there is no event.', {
		advice: 'Leave items without events out before this node, e.g. with a Filter node.',
	});
}
