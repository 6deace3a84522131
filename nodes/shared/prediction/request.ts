import { InputError } from '../failure';
import { toJson, parseJson } from '../json';
import { field, type Fields } from '../kainic/api';
import type { Connection, KeyType } from '../kainic/connection';
import { platformOf } from '../kainic/identity';
import { withoutOwnFields } from '../items';
import { readAdditionalFields } from '../panel/collections';
import type { ItemParameters } from '../panel/parameters';
import type { AdditionalField } from '../panel/properties';
import {
	formatNumber,
	identifier,
	isAbsent,
	isDate,
	isPlainObject,
	isQuoted,
	isWellFormed,
	nameOf,
	shortened,
} from '../values';

/** What distinguishes one prediction endpoint from another. */
export interface PredictionEndpoint {
	/** Below the base URL. */
	readonly path: string;
	readonly keyType: KeyType;
	/** What predicts: its scope for failures, its field in the body, its parameter on the panel. */
	readonly target: {
		readonly scope: 'model' | 'experiment';
		readonly field: string;
		readonly parameter: string;
	};
	/** Whether the panel demands a session ID. */
	readonly needsSession: boolean;
	readonly additionalFields: readonly AdditionalField[];
	/** True if a response without a model is one for a control group. */
	readonly hasControlGroup: boolean;
	/** Fields of the request that every recommendation repeats, for an event about showing it. */
	readonly repeatedFields: readonly string[];
}

/** The body of a prediction request: a JSON object. */
export interface PredictionBody {
	readonly fields: Fields;
	/** The JSON that is sent. */
	readonly text: string;
}

/**
 * Reads the body of one item's request from its parameters. Throws an InputError that names the
 * parameter, or n8n's own error for an expression.
 */
export function readBody(
	endpoint: PredictionEndpoint,
	source: 'fields' | 'json',
	parameters: ItemParameters,
	connection: Pick<Connection, 'projectId'>,
): PredictionBody {
	if (source === 'json') {
		return readJsonObject(withoutOwnFields(parameters.required('bodyJson')), 'Request JSON');
	}
	const label = 'Additional Body Fields';
	const additional = parameters.optional('options.additionalBodyFields');
	return createBody(
		readPanelFields(endpoint, parameters, connection.projectId),
		additional === undefined ? {} : readJsonObject(additional, label).fields,
	);
}

function readPanelFields(
	{ target, needsSession, additionalFields }: PredictionEndpoint,
	parameters: ItemParameters,
	projectId: string,
): Fields {
	const itemIds = readItemIds(parameters.given('itemIds'));
	return {
		[field.kainicPid]: projectId,
		[target.field]: parameters.consoleId(target.parameter),
		[field.platform]: platformOf(parameters.given('platform')),
		[field.anonUid]: parameters.id('anonUid'),
		[field.sid]: needsSession ? parameters.id('sid') : undefined,
		...readAdditionalFields(parameters, additionalFields),
		[field.items]: itemIds.length === 0 ? undefined : itemIds,
		[field.type]: parameters.optionalId('type'),
		[field.returnFullItemsData]: parameters.optionalFlag('options.returnFullItemsData'),
	};
}

/**
 * Makes a body of the panel's fields and of additional ones, which win; null in an additional field
 * removes it. Throws an InputError if neither items nor a type are asked for, and for values that
 * JSON cannot carry unchanged.
 */
export function createBody(panel: Fields, additional: Fields): PredictionBody {
	const fields = Object.fromEntries(
		Object.entries({ ...panel, ...additional }).filter(
			([, value]) => value !== undefined && value !== null,
		),
	);
	if (!isGiven(fields[field.items]) && !isGiven(fields[field.type])) {
		throw new InputError('Item IDs and Type are both empty.', {
			advice: 'Fill in Item IDs or Type, or check what their expressions give for this item.',
		});
	}
	return { fields, text: toJson(fields) };
}

function isGiven(value: unknown): boolean {
	return Array.isArray(value) ? value.length > 0 : !isAbsent(value);
}

/**
 * Reads item IDs: one ID, IDs separated by commas, an array, or the JSON text of an array. IDs in an
 * array may hold any sign. Drops empty ones. Throws an InputError for what is not an ID, and for text
 * that separates IDs by something else.
 */
export function readItemIds(value: unknown): string[] {
	const isLong = typeof value === 'string' && value.length > longestText;
	const entries = isLong ? [] : entriesOf(value);
	if (isLong || entries.length > mostIds) {
		throw new InputError(
			`Item IDs has more than ${formatNumber(mostIds)} IDs or ${formatNumber(longestText)} characters.`,
			{
				advice: 'Ask for fewer products at once.',
			},
		);
	}
	return entries
		.filter((entry) => !isAbsent(typeof entry === 'string' ? entry.trim() : entry))
		.map((entry) => identifier(entry, 'Item IDs'));
}

/** More than any shop asks for at once. To read them all would hold n8n up. */
const mostIds = 10_000;

const longestText = 200_000;

function entriesOf(value: unknown): readonly unknown[] {
	if (typeof value !== 'string') return Array.isArray(value) ? value : [value];
	return arrayOfJson(value) ?? value.split(',').map(separatedId);
}

/** An ID of text in which commas separate IDs. */
function separatedId(entry: string): string {
	const id = entry.trim();
	if (!/["“”„«»‹›＂;\n\r[\]]|^['‚‘’`]|['‘’`]$/.test(id)) return id;
	const problem = isQuoted(id) ? 'is within quotation marks' : 'may be several IDs';
	throw new InputError(`An entry of Item IDs ${problem}: ${shortened(id, 40)}`, {
		advice:
			'Separate IDs by commas, without quotation marks, e.g. sku-1, sku-2. If an ID itself contains a comma, quotation mark, semicolon, bracket or line break, use an expression with an array, e.g. {{ ["a;b"] }}.',
	});
}

function arrayOfJson(text: string): readonly unknown[] | null {
	if (!text.trimStart().startsWith('[')) return null;
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : null;
	} catch {
		return null;
	}
}

/**
 * Reads a JSON object. Text is kept as it is written; another value is serialised. Throws an
 * InputError, which calls it `what`, if it is not an object or cannot be sent unchanged.
 */
export function readJsonObject(value: unknown, what: string): PredictionBody {
	const isText = typeof value === 'string';
	if (!isText && (!isPlainObject(value) || isDate(value))) throw notAnObject(value, what);
	const text = isText ? value : toJson(value);
	const fields = parseJson(text, what);
	if (!isPlainObject(fields)) throw notAnObject(fields, what);
	if (isWellFormed(text)) return { fields, text };
	throw new InputError(`${what} holds half of a character, which cannot be sent.`, {
		advice: 'Check where the text is cut: an emoji may have been cut in two.',
	});
}

function notAnObject(value: unknown, what: string): InputError {
	return new InputError(`${what} is ${nameOf(value)}, but it must be a JSON object.`);
}

/** The model or experiment that a body names; null if it names none as text. */
export function targetOf({ target }: PredictionEndpoint, fields: Fields): string | null {
	const id = fields[target.field];
	return typeof id === 'string' && id !== '' ? id : null;
}
