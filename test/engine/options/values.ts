import type { INodeProperties } from 'n8n-workflow';
import { isPlainObject } from '../../../nodes/shared/values';
import { isConsoleId } from '../../cases';
import type { PanelOption } from './panel';

/** What an expression can give by mistake. */
export const strangeValues: readonly unknown[] = [
	...['yes', '', 'true', 'FALSE', '0', ' ', 'https://console.example/id', null, undefined],
	...[[], ['a'], {}, { a: 1 }],
	...[true, false, NaN, -1, 0, 1, 1.5, 5e9],
];

export type Meaning = 'absent' | 'right' | 'wrong';

/** An expression may leave these out: IDs that a visitor need not have, and one half of what is asked for. */
const mayBeLeftOut = ['uid', 'sid', 'itemIds', 'type'];

/** Numbers that need not be whole: measures, not counts. */
const isMeasure = ({ displayName }: INodeProperties): boolean =>
	/\(Seconds\)$|Megabytes$/.test(displayName);

/** Counts that are compared, not used as a size: a fraction does no harm. */
const compared = ['minProducts'];

/** What a value says as the value of an option. */
export function meaningOf({ property }: PanelOption, value: unknown): Meaning {
	// n8n hands over the text of an expression for a parameter that takes none.
	if (property.noDataExpression === true) return 'wrong';
	const isBlankList = property.name === 'itemIds' && isBlank(value);
	if (value === null || value === undefined || value === '' || isBlankList) {
		const isOptional = mayBeLeftOut.includes(property.name) && property.required !== true;
		return isOptional ? 'absent' : 'wrong';
	}
	return isRight(property, value) ? 'right' : 'wrong';
}

function isBlank(value: unknown): boolean {
	return value === ' ' || (Array.isArray(value) && value.length === 0);
}

function isRight(property: INodeProperties, value: unknown): boolean {
	const { name, type, options } = property;
	switch (type) {
		case 'boolean':
			return typeof value === 'boolean' || value === 'true' || value === 'false';
		case 'number':
			return isRightNumber(property, value);
		case 'options':
			return (options ?? []).some((option) => 'value' in option && option.value === value);
		case 'json':
			return isPlainObject(value);
		case 'assignmentCollection':
			// An object without rows is right only if it is empty.
			return isPlainObject(value) && Object.keys(value).length === 0;
		default:
			if (isConsoleId(property) && String(value).includes('://')) return false;
			return isText(value) || (name === 'itemIds' && isListOfTexts(value));
	}
}

function isRightNumber(property: INodeProperties, value: unknown): boolean {
	const { name, typeOptions: { minValue = 0, maxValue = Infinity } = {} } = property;
	const isNumeric = typeof value === 'string' && value.trim() !== '';
	const number = isNumeric ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isFinite(number)) return false;
	if (isMeasure(property)) return number > 0;
	const isFine = compared.includes(name) || Number.isInteger(number);
	return isFine && number >= minValue && number <= maxValue;
}

function isText(value: unknown): boolean {
	return typeof value === 'string' ? value.trim() !== '' : Number.isSafeInteger(value);
}

function isListOfTexts(value: unknown): boolean {
	return Array.isArray(value) && value.every(isText);
}
