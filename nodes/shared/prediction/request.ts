import { InputError, within } from '../failure';
import { toJson, parseJson } from '../json';
import { field, platformOf, type Fields } from '../kainic/api';
import type { Connection } from '../kainic/connection';
import { withoutAddedFields } from '../items';
import { readAdditionalFields, readConsoleId } from '../panel/collections';
import type { ItemParameters } from '../panel/item-parameters';
import type { AdditionalField } from '../panel/properties';
import {
	formatNumber,
	identifier,
	isAbsent,
	isPlainObject,
	isQuoted,
	nameOf,
	shortened,
} from '../values';

/** What differs between the endpoints for predictions. */
export interface PredictionEndpoint {
	/** An experiment needs its own API key and a session ID, and can have a control group. */
	readonly scope: 'model' | 'experiment';
	/** The path below the base URL. */
	readonly path: string;
	/** The field in the body and the parameter on the panel that have the ID of the model or experiment. */
	readonly idField: string;
	readonly idParameter: string;
	readonly additionalFields: readonly AdditionalField[];
}

interface PredictionBody {
	readonly fields: Fields;
	/** The JSON that is sent. */
	readonly text: string;
}

export function bodyOf(
	endpoint: PredictionEndpoint,
	source: 'fields' | 'json',
	parameters: ItemParameters,
	connection: Pick<Connection, 'projectId'>,
): PredictionBody {
	if (source === 'json') {
		return readJsonObject(withoutAddedFields(parameters.value('bodyJson')), "'Request JSON'");
	}
	const label = "'Override Fields'";
	const additional = parameters.value('options.additionalBodyFields');
	return mergeFields(
		readPanelFields(endpoint, parameters, connection.projectId),
		additional === undefined ? {} : readJsonObject(additional, label).fields,
	);
}

function readPanelFields(
	{ scope, idField, idParameter, additionalFields }: PredictionEndpoint,
	parameters: ItemParameters,
	projectId: string,
): Fields {
	const itemIds = readItemIds(parameters.optionalValue('itemIds'));
	return {
		[field.kainicPid]: projectId,
		[idField]: readConsoleId(parameters, idParameter),
		[field.platform]: platformOf(parameters.value('platform')),
		[field.anonUid]: parameters.id('anonUid'),
		[field.sid]: scope === 'experiment' ? parameters.id('sid') : undefined,
		...readAdditionalFields(parameters, additionalFields),
		[field.items]: itemIds.length === 0 ? undefined : itemIds,
		[field.type]: parameters.optionalId('type'),
		[field.returnFullItemsData]: true,
	};
}

/**
 * Merges the fields of the panel and the additional fields. An additional field replaces a field of the
 * panel, and null removes it. Throws an InputError if the body has neither items nor a type, or a value that
 * JSON would change.
 */
export function mergeFields(panel: Fields, additional: Fields): PredictionBody {
	const fields = Object.fromEntries(
		Object.entries({ ...panel, ...additional }).filter(
			([, value]) => value !== undefined && value !== null,
		),
	);
	if (!hasValue(fields[field.items]) && !hasValue(fields[field.type])) {
		throw new InputError("'Item IDs' and 'Type' are both empty.", {
			advice:
				"Fill in 'Item IDs' or 'Type'. If you use an expression, check its result for this item.",
		});
	}
	return { fields, text: toJson(fields) };
}

function hasValue(value: unknown): boolean {
	return Array.isArray(value) ? value.length > 0 : !isAbsent(value);
}

/**
 * Reads item IDs: one ID, IDs separated by commas, an array, or the JSON text of an array. IDs in an
 * array may contain any character. Empty IDs are left out. Throws an InputError for a value that is not an
 * ID, and for quotation marks around IDs in a text.
 */
export function readItemIds(value: unknown): string[] {
	const isLong = typeof value === 'string' && value.length > maxTextLength;
	const entries = isLong ? [] : entriesOf(value);
	if (isLong || entries.length > maxIds) {
		throw new InputError(
			`'Item IDs' has more than ${formatNumber(maxIds)} IDs or ${formatNumber(maxTextLength)} characters.`,
			{ advice: 'Enter fewer IDs.' },
		);
	}
	return entries
		.filter((entry) => !isAbsent(typeof entry === 'string' ? entry.trim() : entry))
		.map((entry) => identifier(entry, "'Item IDs'"));
}

/** No shop needs more IDs in one request. Reading more IDs would block n8n. */
const maxIds = 10_000;
const maxTextLength = 200_000;

function entriesOf(value: unknown): readonly unknown[] {
	if (typeof value !== 'string') return Array.isArray(value) ? value : [value];
	let list: unknown;
	try {
		if (value.trimStart().startsWith('[')) list = JSON.parse(value);
	} catch {
		// An ID can begin with a bracket.
	}
	return Array.isArray(list) ? list : separatedIds(value);
}

/** The IDs of a text in which commas separate IDs. */
function separatedIds(text: string): readonly string[] {
	const ids = text.split(',').map((id) => id.trim());
	const quoted = [...ids, text.trim()].find(isQuoted);
	if (quoted === undefined) return ids;
	throw new InputError(`An ID in 'Item IDs' is in quotation marks: ${shortened(quoted, 40)}`, {
		advice:
			'Separate IDs with commas, without quotation marks, e.g. sku-1, sku-2. If an ID contains a comma, or begins and ends with a quotation mark, use an expression that returns an array, e.g. {{ ["a,b"] }}.',
	});
}

/** Returns an object and its JSON. Text is not changed. Messages call the value `what`. */
export function readJsonObject(value: unknown, what: string): PredictionBody {
	const text = typeof value === 'string' ? value : within(what, () => toJson(value));
	const fields = parseJson(text, what);
	if (!isPlainObject(fields)) {
		throw new InputError(`${what} is ${nameOf(fields)}, but it must be a JSON object.`);
	}
	if (text.isWellFormed()) return { fields, text };
	throw new InputError(`${what} contains a damaged character, such as half of an emoji.`, {
		advice: 'Check the node or the expression that cuts the text.',
	});
}

/** The ID of the model or experiment in a body; null if the body has no such text. */
export function targetOf({ idField }: PredictionEndpoint, fields: Fields): string | null {
	const id = fields[idField];
	return typeof id === 'string' && id !== '' ? id : null;
}
