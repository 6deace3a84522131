import { InputError } from '../shared/failure';
import { parseJson } from '../shared/json';
import { field, type Fields } from '../shared/kainic/api';
import { rowsOf } from '../shared/panel/headers';
import type { RunContext } from '../shared/operation';
import type { ItemParameters } from '../shared/panel/parameters';
import { readAdditionalFields } from '../shared/panel/properties';
import { formatNumber, isAbsent, listOf, repeatedName } from '../shared/values';
import { convertField, refuseField, type FieldRow } from './field-types';
import { eventIds } from './properties';

/** Where events come from, and what the line above the output says about them. */
interface EventSource {
	/** The events of an input item, unchecked. Throws an InputError, or n8n's error for an expression. */
	eventsOf(itemIndex: number): readonly unknown[];
	/** Sentences for the line above the output. */
	remarks(): readonly string[];
}

/** Throws an InputError for a source that an AI tool cannot have. */
export function eventSource(run: RunContext): EventSource {
	const { items, options, parameters, runsAsTool } = run;
	const source = options.choice<'fields' | 'inputItem' | 'json'>('eventSource');
	switch (source) {
		case 'fields':
			return panelFields(run);
		case 'inputItem':
			if (runsAsTool) throw toolInput();
			return { eventsOf: (itemIndex) => [items[itemIndex]?.json], remarks: () => [] };
		case 'json': {
			const jsonOf = (itemIndex: number) => parameters.at(itemIndex).required('eventJson');
			return { eventsOf: (itemIndex) => eventsOfJson(jsonOf(itemIndex)), remarks: () => [] };
		}
	}
}

function toolInput(): InputError {
	return new InputError(
		'Input Item does not work in an AI tool, because a tool receives only the request of the agent.',
		{
			advice: 'Choose another Event Source in the tool: Fields Below or JSON.',
		},
	);
}

const label = 'Event Fields';

/** Events of the fields of the panel. Remarks name those for which an expression found nothing. */
function panelFields({ parameters, timezone, items }: RunContext): EventSource {
	const lacking = new Set<string>();
	let count = 0;
	return {
		eventsOf: (itemIndex) => {
			const item = parameters.at(itemIndex);
			const rows = rowsIn(item.optional('eventFields'));
			const given = rows.filter(({ value }) => value !== undefined);
			const event = eventOfFields(item, given, timezone);
			if (given.length < rows.length) count += 1;
			for (const { name, value } of rows) if (value === undefined) lacking.add(name);
			return [event];
		},
		remarks: () => {
			const isConstant = !parameters.get('eventFields').holdsExpression;
			if (
				isConstant &&
				rowsOf(parameters.get('eventFields').read(0), 'assignments', label).length === 0
			) {
				return [`${label} is empty, so the events do not say what happened.`];
			}
			return count === 0 ? [] : [lackText([...lacking], count, items.length)];
		},
	};
}

function lackText(names: readonly string[], count: number, itemCount: number): string {
	const shown = names.length > 5 ? [...names.slice(0, 4), 'others'] : names;
	const found = names.length === 1 ? 'its expression' : 'their expressions';
	const some = `${formatNumber(count)} of ${formatNumber(itemCount)} events`;
	const lack = `${itemCount === 1 ? 'The event' : some} ${count === 1 ? 'lacks' : 'lack'}`;
	// Of several events, each may lack another one.
	return `${lack} ${listOf(shown, count === 1 ? 'and' : 'or')}: ${found} found nothing.`;
}

function eventOfFields(
	parameters: ItemParameters,
	rows: readonly FieldRow[],
	timezone: string,
): Fields {
	const own: Fields = {
		[field.platform]: parameters.given('platform'),
		[field.anonUid]: parameters.id('anonUid'),
		...readAdditionalFields(parameters, eventIds),
	};
	const repeated = repeatedName([...Object.keys(own), ...rows.map(({ name }) => name)]);
	if (repeated !== null) {
		const advice =
			'Remove a row of Event Fields. Platform and IDs have their own fields on the panel.';
		refuseField(repeated, 'is given twice', advice);
	}
	const further = rows.map((row) => [row.name, convertField(row, timezone)] as const);
	return { ...own, ...Object.fromEntries(further) };
}

/** The rows of an assignment collection. A row without a name and a value was not filled in. */
function rowsIn(collection: unknown): readonly FieldRow[] {
	return rowsOf(collection, 'assignments', label).flatMap(({ name, type, value }) => {
		if (typeof name === 'string' && name !== '') return [{ name, type, value }];
		if (isAbsent(value)) return [];
		throw new InputError(`a row of ${label} has no name.`);
	});
}

function eventsOfJson(value: unknown): readonly unknown[] {
	const parsed = typeof value === 'string' ? parseJson(value, 'Event JSON') : value;
	if (!Array.isArray(parsed)) return [parsed];
	if (parsed.length > 0) return parsed;
	throw new InputError('Event JSON is an empty array, so there is no event.', {
		advice: 'Remove items without events before this node, e.g. with a Filter node.',
	});
}
