import { InputError } from '../shared/failure';
import { field } from '../shared/kainic/api';
import type { Connection } from '../shared/kainic/connection';
import { headerReader, readRows, type Row } from '../shared/n8n/headers';
import type { RunContext } from '../shared/n8n/operation';
import type { ItemParameters } from '../shared/n8n/parameters';
import { copied } from '../shared/values';
import { checkForm, type UploadForm } from './form';
import { unguarded } from './guards';
import { projectPlaceholder } from './options';
import type { SyncMode } from './settings';

/** Where products go, and the form they go in: what is really sent decides, not the panel. */
export interface UploadTarget {
	readonly connection: Connection;
	readonly headers: Readonly<Record<string, string>>;
	readonly form: UploadForm;
	/** The store that the form names; null if no field of it is known to name one. */
	readonly storeId: string | null;
	/** The sync mode that the form names; null if no field of it is known to name one. */
	readonly sentMode: string | null;
	/** Full unless the form is known to ask for stock: the guards go by it. */
	readonly syncMode: SyncMode;
	/** The same for all targets that reach the same store. */
	readonly storeKey: string;
}

/** A target, and the Store ID of the panel for one item. */
export interface ItemTarget {
	readonly target: UploadTarget;
	readonly panelStoreId: string;
}

const defaultFileName = 'products.json';

/**
 * Makes a reader of targets by item; `fileName` is the name of the item's file, empty if it has none.
 * Items that are sent to the same place in the same form share a target. The reader throws an
 * InputError if the Store ID is missing, the form cannot be sent, or it makes a full sync under Stock.
 */
export function targetReader(
	run: RunContext,
	panelMode: SyncMode,
): (itemIndex: number, fileName: string) => ItemTarget {
	const known = new Map<Connection, Map<string, UploadTarget>>();
	const headersOf = headerReader(run.parameters);
	const isConstant = targetParameters.every((name) => !run.parameters.holdsExpression(name));
	let last: { readonly found: ItemTarget; readonly fileName: string } | null = null;
	return (itemIndex, fileName) => {
		const connection = run.connectionOf(itemIndex);
		const isSame = last?.found.target.connection === connection && last.fileName === fileName;
		if (isConstant && last !== null && isSame) return last.found;
		const parameters = run.parameters.at(itemIndex);
		const storeId = parameters.id('storeId', 'Store ID');
		const headers = headersOf(itemIndex);
		const fields = [
			{ name: field.projectId, value: connection.projectId },
			{ name: field.storeId, value: storeId },
			{ name: field.syncMode, value: panelMode },
		];
		const form = readForm(parameters, connection.projectId, {
			fields,
			fileField: field.file,
			fileName: fileName === '' ? defaultFileName : fileName,
		});
		// Form Fields can name a store that is really called like this.
		if (form.fields === fields) copied(storeId, 'Store ID');
		const ofConnection = known.get(connection) ?? new Map<string, UploadTarget>();
		known.set(connection, ofConnection);
		const key = JSON.stringify([headers.key, form, namedStore(form.fields, storeId)]);
		const target: UploadTarget = ofConnection.get(key) ?? {
			connection,
			headers: headers.values,
			form: checkForm(form),
			...readNames(form.fields, connection, storeId, panelMode),
		};
		// Under Stock n8n neither shows the guards of a full sync nor hands on their values.
		if (target.syncMode === 'full' && panelMode === 'stock') throw unguarded(run.runsAsTool);
		ofConnection.set(key, target);
		last = { found: { target, panelStoreId: storeId }, fileName };
		return last.found;
	};
}

/** If none of them holds an expression, items differ in their connection and file name alone. */
const targetParameters = [
	'storeId',
	'options.formFields',
	'options.fileField',
	'options.fileName',
	'options.headers',
] as const;

/** The form that Form Fields and the other options make of the inferred one. */
function readForm(parameters: ItemParameters, projectId: string, inferred: UploadForm): UploadForm {
	const rows = readRows(parameters.value('options.formFields'), 'Form Fields');
	const chosen = rows.map(({ name, value }) => ({
		name,
		value: value === projectPlaceholder ? projectId : value,
	}));
	return {
		fields: chosen.length > 0 ? chosen : inferred.fields,
		fileField: parameters.optionalText('options.fileField', 'Form File Field') ?? inferred.fileField,
		fileName: parameters.optionalText('options.fileName', 'Form File Name') ?? inferred.fileName,
	};
}

/**
 * Finds the store and mode that a form really names. The user may have given the fields other
 * names than the inferred ones: then the field that holds the panel's Store ID names the store, and
 * a value `full` is the mode; `stock` is, if the panel says so as well.
 */
function readNames(
	fields: readonly Row[],
	connection: Connection,
	panelStoreId: string,
	panelMode: SyncMode,
): Pick<UploadTarget, 'storeId' | 'sentMode' | 'syncMode' | 'storeKey'> {
	const storeId = namedStore(fields, panelStoreId);
	if (storeId === '') throw new InputError(`The form field "${field.storeId}" is empty.`);
	const projectId = valueOf(fields, field.projectId) ?? connection.projectId;
	const sentMode = modeOf(fields, [storeId, projectId], panelMode);
	return {
		storeId,
		sentMode,
		syncMode: sentMode === 'stock' ? 'stock' : 'full',
		storeKey: JSON.stringify([new URL(connection.baseUrl).href, projectId, storeId]),
	};
}

/** Fields that hold one of the IDs say nothing of the mode, whatever the ID is. */
function modeOf(
	fields: readonly Row[],
	ids: ReadonlyArray<string | null>,
	panelMode: SyncMode,
): string | null {
	valueOf(fields, field.syncMode);
	// As it is sent: white space around it is part of the mode.
	const named = fields.find(({ name }) => name === field.syncMode)?.value;
	const others = fields.map(({ value }) => value.trim()).filter((value) => !ids.includes(value));
	const values = others.map((value) => value.toLowerCase());
	if (named?.trim().toLowerCase() === 'full' || values.includes('full')) return 'full';
	return named ?? (panelMode === 'stock' && values.includes('stock') ? 'stock' : null);
}

function namedStore(fields: readonly Row[], panelStoreId: string): string | null {
	const named = valueOf(fields, field.storeId);
	if (named !== undefined) return named;
	return fields.some(({ value }) => value.trim() === panelStoreId) ? panelStoreId : null;
}

/** The value of a field; undefined if the form has none of this name. Throws an InputError if its values differ. */
function valueOf(fields: readonly Row[], name: string): string | undefined {
	const values = new Set(
		fields.filter((row) => row.name === name).map(({ value }) => value.trim()),
	);
	if (values.size <= 1) return [...values][0];
	throw new InputError(`Form Fields give "${name}" several values: ${[...values].join(', ')}.`, {
		advice: 'Kainic can take only one of them. Remove the other rows.',
	});
}
