import { tryToParseDateTime, validateFieldType } from 'n8n-workflow';
import { InputError } from '../shared/failure';
import { parseJson, refuseLoss } from '../shared/json';
import { field } from '../shared/kainic/api';
import type { RunContext } from '../shared/operation';
import { readAdditionalFields, rowsOf } from '../shared/panel/collections';
import { formatNumber, isAbsent, isoDate, listOf, nameOf } from '../shared/values';
import { eventIds } from './properties';

/** Turns input items into events. */
interface EventSource {
	/** The events of an input item, unchecked. Throws an InputError, or n8n's error for an expression. */
	eventsOf(itemIndex: number): readonly unknown[];
	/** Sentences for the line above the output. */
	remarks(): readonly string[];
}

/** Throws an InputError if Source is Input Item in an AI tool. */
export function eventSource(run: RunContext): EventSource {
	switch (run.runParameters.choice<'fields' | 'inputItem' | 'json'>('eventSource')) {
		case 'fields':
			return panelFields(run);
		case 'inputItem':
			if (run.runsAsTool) {
				throw new InputError("An AI tool cannot set 'Source' to 'Input Item'.", {
					advice: "Set 'Source' to 'Fields Below' or 'JSON'.",
				});
			}
			return { eventsOf: (itemIndex) => [run.items[itemIndex]?.json], remarks: () => [] };
		case 'json':
			return {
				eventsOf: (itemIndex) => eventsOfJson(run.parameters.at(itemIndex).value('eventJson')),
				remarks: () => [],
			};
	}
}

function eventsOfJson(value: unknown): readonly unknown[] {
	const parsed = typeof value === 'string' ? parseJson(value, "'Event JSON'") : value;
	if (!Array.isArray(parsed)) return [parsed];
	if (parsed.length > 0) return parsed;
	throw new InputError("'Event JSON' has no events: it is an empty array.", {
		advice: 'Remove items without events before this node, e.g. with a Filter node.',
	});
}

/** Each item becomes an event with the fields of the panel. */
function panelFields({ parameters, context }: RunContext): EventSource {
	const timezone = context.getTimezone();
	const namesWithoutValue = new Set<string>();
	let events = 0;
	let incompleteEvents = 0;
	let hasRows = parameters.get('eventFields').holdsExpression;
	return {
		eventsOf: (itemIndex) => {
			const item = parameters.at(itemIndex);
			const event = new Map<string, unknown>([
				[field.platform, item.value('platform')],
				[field.anonUid, item.id('anonUid')],
				...Object.entries(readAdditionalFields(item, eventIds)),
			]);
			const rows = fieldRows(item.value('eventFields'));
			hasRows ||= rows.length > 0;
			const withoutValue: string[] = [];
			for (const row of rows) {
				if (event.has(row.name)) {
					const advice =
						"Remove one of the two. 'Platform' and the IDs have their own fields on the panel, so they need no row of 'Event Fields'.";
					refuseField(row.name, 'is entered twice', advice);
				}
				const value = convertField(row, timezone);
				if (value === undefined) withoutValue.push(row.name);
				else event.set(row.name, value);
			}
			// Items that failed above are not counted.
			events += 1;
			if (withoutValue.length > 0) incompleteEvents += 1;
			for (const name of withoutValue) namesWithoutValue.add(name);
			return [Object.fromEntries(event)];
		},
		remarks: () => {
			if (!hasRows) return ["'Event Fields' is empty, so the events do not say what happened."];
			if (incompleteEvents === 0) return [];
			return [incompleteText([...namesWithoutValue], incompleteEvents, events)];
		},
	};
}

/** Names the fields that have no value. */
function incompleteText(names: readonly string[], incomplete: number, events: number): string {
	const listed = names.length > 5 ? [...names.slice(0, 4), 'others'] : names;
	const some = `${formatNumber(incomplete)} of ${formatNumber(events)} events`;
	// Different events may lack different fields, hence "or".
	const fields = listOf(listed, incomplete === 1 ? 'and' : 'or');
	return `In ${events === 1 ? 'the event' : some}, there is no value for ${fields}.`;
}

interface FieldRow {
	readonly name: string;
	readonly type: unknown;
	readonly value: unknown;
}

/** The rows of Event Fields. Leaves out a row without a name and a value. */
function fieldRows(collection: unknown): readonly FieldRow[] {
	return rowsOf(collection, 'assignments', "'Event Fields'").flatMap(({ name, type, value }) => {
		const trimmed = typeof name === 'string' ? name.trim() : '';
		if (trimmed !== '') return [{ name: trimmed, type, value }];
		if (isAbsent(value)) return [];
		throw new InputError("A row of 'Event Fields' has no name.");
	});
}

/**
 * Converts the value of a row of Event Fields to the type of the row. Undefined if the row has no value: then the field
 * is not sent. A date without an offset is in `timezone`, e.g. Europe/Berlin. Throws an InputError for a value that
 * does not fit the type, even if n8n would convert the value.
 */
export function convertField({ value, type, name }: FieldRow, timezone: string): unknown {
	if (type === 'binary') {
		const advice = "Choose the type 'String', and enter the address of the file, for example.";
		refuseField(name, "has the type 'Binary Data', but an event cannot contain a file", advice);
	}
	if (isAbsent(value)) return undefined;
	const date = isoDate(value);
	if (date !== undefined && (type === 'string' || type === 'dateTime')) {
		return date ?? refuseField(name, 'is an invalid date');
	}
	switch (type) {
		case 'string':
			if (typeof value === 'string') return value;
			// If JavaScript cannot hold a number exactly, the text would be a different number.
			refuseLoss({ [name]: value });
			return typeof value === 'object' ? JSON.stringify(value) : String(value);
		case 'dateTime': {
			const isoText = typeof value === 'string' ? dateOf(value.trim(), timezone) : null;
			const advice = 'a date must look like 2026-12-31 or 2026-12-31T10:00:00Z';
			return isoText ?? refuseField(name, `is ${nameOf(value)}, but ${advice}`);
		}
		case 'number':
		case 'boolean':
		case 'array':
		case 'object': {
			const result = validateFieldType(name, value, type);
			// n8n makes a number and a Boolean also of a list, a date and an empty text.
			const isList = type === 'array' || type === 'object';
			if (result.valid && (isList || isNumber(value))) return result.newValue;
			return refuseField(name, `has the type ${type}, but its value is ${nameOf(value)}`);
		}
		default:
			return refuseField(name, 'has a type that events cannot have');
	}
}

function refuseField(
	name: string,
	problem: string,
	advice = "Change the type or the value of this field in 'Event Fields'.",
): never {
	throw new InputError(`The event field "${name}" ${problem}.`, { advice });
}

/** False for values that n8n would convert to a number: white space and arrays. */
function isNumber(value: unknown): boolean {
	return typeof value === 'string' ? value.trim() !== '' : typeof value !== 'object';
}

const dateForm =
	/^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<minute>\d\d:\d\d)(?<second>:\d\d(?:[.,]\d+)?)?(?<offset>Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i;

/** The date in ISO 8601; null for other formats and for a day that does not exist. n8n would guess a date. */
function dateOf(text: string, timezone: string): string | null {
	const { day, minute, second = '', offset = '' } = dateForm.exec(text)?.groups ?? {};
	if (day === undefined) return null;
	const time = `${day}T${minute ?? '00:00'}`;
	try {
		// JavaScript turns 31 February into 3 March. The check uses UTC, which has no daylight saving.
		if (!new Date(`${time}Z`).toISOString().startsWith(time)) return null;
		return isoDate(tryToParseDateTime(time + second + offset, timezone)) ?? null;
	} catch {
		return null;
	}
}
