import { validateFieldType } from 'n8n-workflow';
import { InputProblem } from '../shared/failure';
import { identityFields } from '../shared/kainic/event';
import { withoutOutcome } from '../shared/n8n/leftovers';
import type { Setup } from '../shared/n8n/operation';
import { isAbsent, isoDate, isPlainObject, nameOf, parseJson } from '../shared/values';

/** Gives the events of one input item, unchecked. Throws an InputProblem, or n8n's error for an expression. */
export type EventSource = (itemIndex: number) => readonly unknown[];

const sources = ['fields', 'inputItem', 'json'] as const;

export function eventSource(setup: Setup): EventSource {
	switch (setup.parameters.choice('eventSource', sources)) {
		case 'fields':
			return (itemIndex) => [eventOfFields(setup, itemIndex)];
		case 'inputItem':
			return (itemIndex) => [withoutOutcome(setup.items[itemIndex]?.json)];
		case 'json':
			return (itemIndex) => eventsOfJson(setup.parameters.value('eventJson', itemIndex), itemIndex);
	}
}

function eventOfFields({ parameters }: Setup, itemIndex: number): unknown {
	return {
		...identityFields({
			platform: parameters.value('platform', itemIndex),
			anonUid: parameters.id('anonUid', itemIndex, 'Anonymous User ID'),
			uid: parameters.optionalId('additionalFields.uid', itemIndex, 'User ID'),
			sid: parameters.optionalId('additionalFields.sid', itemIndex, 'Session ID'),
		}),
		...assignedFields(parameters.value('eventFields', itemIndex), itemIndex),
	};
}

/** The fields of an assignment collection by name, each converted to the type that it declares. */
function assignedFields(collection: unknown, itemIndex: number): Record<string, unknown> {
	const rows: unknown = isPlainObject(collection) ? collection.assignments : [];
	if (!Array.isArray(rows)) return {};
	const fields = rows.flatMap((row: unknown): ReadonlyArray<[string, unknown]> => {
		if (!isPlainObject(row) || row.value === undefined) return [];
		if (typeof row.name !== 'string' || row.name === '') {
			if (isAbsent(row.value)) return [];
			throw new InputProblem(`Item ${itemIndex}: a row of Event Fields has no name.`);
		}
		return [[row.name, convert(row.value, row.type, row.name, itemIndex)]];
	});
	return Object.fromEntries(fields);
}

function convert(value: unknown, type: unknown, name: string, itemIndex: number): unknown {
	if (value === null || value === '') return value;
	const date = isoDate(value);
	if (date !== null && (type === 'string' || type === 'dateTime')) return date;
	switch (type) {
		case 'string':
			return typeof value === 'object' ? JSON.stringify(value) : String(value);
		case 'dateTime':
		case 'number':
		case 'boolean':
		case 'array':
		case 'object': {
			const result = validateFieldType(name, value, type);
			if (result.valid) return isoDate(result.newValue) ?? result.newValue;
			throw new InputProblem(
				`Item ${itemIndex}: the event field "${name}" is ${nameOf(value)}, which is not of the type ${type}.`,
				{ advice: 'Change the type of the field on the panel, or the value.' },
			);
		}
		default:
			throw new InputProblem(
				`Item ${itemIndex}: the event field "${name}" has a type that events cannot hold.`,
			);
	}
}

function eventsOfJson(value: unknown, itemIndex: number): readonly unknown[] {
	const parsed = typeof value === 'string' ? parseJson(value, itemIndex, 'the event') : value;
	if (!Array.isArray(parsed)) return [parsed];
	if (parsed.length > 0) return parsed;
	throw new InputProblem(`Item ${itemIndex}: the JSON is an empty array, so there is no event.`, {
		advice: 'Leave items without events out before this node, e.g. with a Filter node.',
	});
}
