import type { INodeProperties } from 'n8n-workflow';
import type { TimeSlice } from '../delivery/job';
import { InputError } from '../failure';
import type { ItemParameters, Parameters } from './parameters';

/**
 * The options that have one value for the whole run: those for which the panel allows no expression. If
 * one stands there all the same, it must give the same for every item: an InputError names the option.
 */
export async function readRunOptions(
	parameters: Parameters,
	panel: readonly INodeProperties[],
	itemCount: number,
	timeSlice: TimeSlice,
): Promise<ItemParameters> {
	const first = parameters.at(0);
	for (const { name, label } of runOptions(panel, '')) {
		if (!parameters.holdsExpression(name)) continue;
		const expected = JSON.stringify(first.value(name));
		for (let index = 1; index < itemCount; index += 1) {
			if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
			const found = JSON.stringify(parameters.at(index).value(name));
			if (found !== expected) throw differing(label, expected, found, index);
		}
	}
	return first;
}

/** Parameters without expressions, those in collections included, by their full names. */
function* runOptions(
	properties: readonly object[],
	prefix: string,
): Generator<{ readonly name: string; readonly label: string }> {
	for (const property of properties) {
		if (!isProperty(property)) continue;
		const name = prefix + property.name;
		// Units in parentheses are no part of a title.
		const label = property.displayName.replace(/ \(.*\)$/, '');
		if (property.noDataExpression === true) yield { name, label };
		if (property.type === 'collection') yield* runOptions(property.options ?? [], `${name}.`);
	}
}

/** The options of a collection are parameters; those of other types are choices. */
function isProperty(entry: object): entry is INodeProperties {
	return 'type' in entry;
}

function differing(label: string, first: string, other: string, index: number): InputError {
	return new InputError(
		`${label} holds for the whole run, but its expression gives ${first} for item 0 and ${other} for item ${index}.`,
		{ advice: `Enter one value for ${label}, or split the items before this node.` },
	);
}
