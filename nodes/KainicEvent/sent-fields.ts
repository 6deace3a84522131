import type { RunContext } from '../shared/n8n/operation';

/** By run and item: the names of the fields of the event that the panel's fields made. */
const fieldsOfRuns = new WeakMap<RunContext, Array<readonly string[]>>();

/** Remembers which fields an item's event has, for its output. Events alike share one list. */
export function keepFields(run: RunContext, itemIndex: number, event: object): void {
	const fields = fieldsOfRuns.get(run) ?? [];
	fieldsOfRuns.set(run, fields);
	const names = Object.keys(event);
	const previous = fields[itemIndex - 1];
	fields[itemIndex] = previous !== undefined && isSame(previous, names) ? previous : names;
}

/** The fields of an item's event; null if the event was not made of the panel's fields. */
export function fieldsOf(run: RunContext, itemIndex: number): readonly string[] | null {
	return fieldsOfRuns.get(run)?.[itemIndex] ?? null;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
	return left.length === right.length && left.every((name, position) => name === right[position]);
}
