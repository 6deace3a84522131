import type { TimeSlice } from '../delivery/job';
import { InputError } from '../failure';
import type { RunOption } from './operation';
import type { ItemParameters, Parameters } from './parameters';

/** Options that have one value for the whole run in every node. */
export const commonRunOptions: readonly RunOption[] = [
	{ name: 'options.concurrency', label: 'Concurrency' },
	{ name: 'options.batchInterval', label: 'Batch Interval' },
	{ name: 'options.maxAttempts', label: 'Max Attempts' },
	{ name: 'options.timeout', label: 'Timeout' },
	{ name: 'options.timeBudget', label: 'Time Budget' },
];

/**
 * The options that have one value for the whole run. The panel allows no expression for them; if one
 * stands there all the same, it must give the same for every item: an InputError names the option.
 */
export async function readRunOptions(
	parameters: Parameters,
	options: readonly RunOption[],
	itemCount: number,
	timeSlice: TimeSlice,
): Promise<ItemParameters> {
	const first = parameters.at(0);
	for (const { name, label } of options) {
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

function differing(label: string, first: string, other: string, index: number): InputError {
	return new InputError(
		`${label} holds for the whole run, but its expression gives ${first} for item 0 and ${other} for item ${index}.`,
		{ advice: `Enter one value for ${label}, or split the items before this node.` },
	);
}
