import { field } from '../shared/kainic/api';
import { headerReader, readRows, type Row } from '../shared/n8n/headers';
import type { Setup } from '../shared/n8n/operation';
import type { SyncMode } from './guards';
import { checkForm, type UploadForm } from './upload';

/** Where products of an item go, and the form they go in. */
export interface Destination {
	readonly storeId: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly form: UploadForm;
}

/** In a value of Form Fields this stands for the project ID, which expressions cannot reach. */
export const projectPlaceholder = '{projectId}';

export const defaultFileName = 'products.json';

/**
 * Makes a reader of destinations by item, `fileName` being for those where the user chose none. Items
 * with the same destination share an object, and so their upload. It throws an InputProblem for a missing store, or for a form that cannot be sent.
 */
export function destinationReader(
	setup: Setup,
	syncMode: SyncMode,
): (itemIndex: number, fileName: string) => Destination {
	const { parameters } = setup;
	const known = new Map<string, Destination>();
	const headersOf = headerReader(parameters);
	return (itemIndex, fileName) => {
		const storeId = parameters.id('storeId', itemIndex, 'Store ID');
		const headers = headersOf(itemIndex);
		const form = readForm(setup, { storeId, syncMode, fileName }, itemIndex);
		const key = JSON.stringify([storeId, headers.key, form]);
		const found = known.get(key);
		if (found !== undefined) return found;
		const destination = { storeId, headers: headers.values, form: checkForm(form, itemIndex) };
		known.set(key, destination);
		return destination;
	};
}

function readForm(
	{ parameters, connection }: Setup,
	{ storeId, syncMode, fileName }: { storeId: string; syncMode: SyncMode; fileName: string },
	itemIndex: number,
): UploadForm {
	const rows = readRows(
		parameters.value('options.formFields', itemIndex),
		itemIndex,
		'Form Fields',
	);
	const inferred: readonly Row[] = [
		{ name: field.projectId, value: connection.projectId },
		{ name: field.storeId, value: storeId },
		{ name: field.syncMode, value: syncMode },
	];
	const chosen = rows.map(({ name, value }) => ({
		name,
		value: value === projectPlaceholder ? connection.projectId : value,
	}));
	return {
		fields: chosen.length > 0 ? chosen : inferred,
		fileField: parameters.optionalId('options.fileField', itemIndex, 'File Field') ?? field.file,
		fileName: parameters.optionalId('options.fileName', itemIndex, 'File Name') ?? fileName,
	};
}
