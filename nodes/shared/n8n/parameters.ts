import type { IExecuteFunctions } from 'n8n-workflow';
import { InputProblem } from '../failure';
import { identifier, isAbsent } from '../values';

/** Reads a node's parameters; those without an expression are resolved once for all items. */
export interface Parameters {
	/** The value for one item, `undefined` where the panel does not show it. */
	value(name: string, itemIndex: number): unknown;
	/** An ID: text that is not empty. Throws an InputProblem that names the item and the field. */
	id(name: string, itemIndex: number, label: string): string;
	/** Text that may be left out: undefined, null and "" count as left out. */
	optionalId(name: string, itemIndex: number, label: string): string | undefined;
	/** One of a list of choices that take no expression. */
	choice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice;
	flag(name: string, itemIndex?: number): boolean;
	/** Whether the user added this option to the panel, whatever its value or expression gives. */
	isGiven(name: string): boolean;
	/** A whole number of at least `least`. Throws an InputProblem for anything else. */
	wholeNumber(name: string, fallback: number, label: string, least?: number): number;
	/** Seconds on the panel, milliseconds here. Throws an InputProblem unless above zero. */
	milliseconds(name: string, fallbackSeconds: number, label: string): number;
}

export function createParameters(context: IExecuteFunctions): Parameters {
	const value = createValueReader(context);
	const optionalId = (name: string, itemIndex: number, label: string) => {
		const found = value(name, itemIndex);
		return isAbsent(found) ? undefined : identifier(found, itemIndex, label);
	};
	const number = (name: string, fallback: number, label: string) => {
		const found = value(name, 0);
		const parsed = isAbsent(found) ? fallback : Number(found);
		if (typeof found !== 'boolean' && Number.isFinite(parsed)) return parsed;
		throw new InputProblem(`The option "${label}" is not a number.`);
	};
	return {
		value,
		optionalId,
		id: (name, itemIndex, label) => {
			const found = optionalId(name, itemIndex, label);
			if (found !== undefined) return found;
			const advice = `Fill in ${label}, or check what its expression gives for this item.`;
			throw new InputProblem(`Item ${itemIndex}: ${label} is empty.`, { advice });
		},
		choice: (name, choices) => {
			const found = value(name, 0);
			return choices.find((choice) => choice === found) ?? choices[0];
		},
		flag: (name, itemIndex = 0) => value(name, itemIndex) === true,
		isGiven: (name) => context.getNodeParameter(name, 0, null, { rawExpressions: true }) !== null,
		wholeNumber: (name, fallback, label, least = 1) => {
			const found = number(name, fallback, label);
			if (Number.isInteger(found) && found >= least) return found;
			throw new InputProblem(`The option "${label}" must be a whole number of at least ${least}.`);
		},
		milliseconds: (name, fallbackSeconds, label) => {
			const seconds = number(name, fallbackSeconds, label);
			if (seconds > 0) return seconds * 1000;
			throw new InputProblem(`The option "${label}" must be more than 0 seconds.`);
		},
	};
}

function createValueReader(context: IExecuteFunctions): Parameters['value'] {
	const constants = new Map<string, unknown>();
	const varying = new Set<string>();
	return (name, itemIndex) => {
		if (constants.has(name)) return constants.get(name);
		if (!varying.has(name)) {
			const raw: unknown = context.getNodeParameter(name, itemIndex, null, {
				rawExpressions: true,
			});
			if (holdsExpression(raw)) {
				varying.add(name);
			} else {
				const constant: unknown = context.getNodeParameter(name, itemIndex, null);
				constants.set(name, constant);
				return constant;
			}
		}
		return context.getNodeParameter(name, itemIndex, null);
	};
}

/** n8n marks an expression by a leading "=", at any depth of a collection. */
function holdsExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(holdsExpression);
}
