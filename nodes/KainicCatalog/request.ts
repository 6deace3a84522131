import { InputError } from '../shared/failure';
import { readHeaders, readRows, type Row } from '../shared/panel/headers';
import type { RunContext } from '../shared/operation';
import type { ItemParameters } from '../shared/panel/parameters';
import { repeatedName } from '../shared/values';
import { checkForm, formBytes, type UploadFile, type UploadForm } from './form';
import { readGuards, refuseIncompleteSync, type Guards } from './full-sync';
import { formNames } from './options';
import {
	countRepeated,
	divide,
	fileOfProducts,
	lookForId,
	missingIdText,
	type FieldsWithoutId,
	type ProductCount,
} from './products';
import type { Settings, Upload } from './uploads';

/** One request: an upload, or a part of one if stock is split. */
export interface UploadPart extends ProductCount {
	readonly upload: Upload;
	readonly headers: Readonly<Record<string, string>>;
	readonly form: UploadForm;
	/** `null` for stock. */
	readonly guards: Guards | null;
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	readonly file: UploadFile;
}

/** The parts of an upload. Throws an InputError if it must not be sent at all. */
export async function partsOf(
	run: RunContext,
	{ syncMode, limit, splitsStock }: Settings,
	upload: Upload,
): Promise<UploadPart[]> {
	const { indexes, content } = upload;
	const isFull = syncMode === 'full';
	if (isFull) refuseIncompleteSync(run, upload);
	const parameters = run.parameters.at(indexes[0] ?? 0);
	const headers = readHeaders(parameters);
	const form = readForm(parameters, syncMode, upload);
	const key = parameters.optionalText('options.wrapInKey', 'Wrap in Field');
	await refuseDifferences(run, indexes);
	const guards = isFull ? await readGuards(run, indexes) : null;
	const shared = { upload, headers, form, guards };
	if (content.kind === 'file') {
		const { file, products, missingId } = content;
		return [{ ...shared, indexes, file, products, repeated: 0, missingId }];
	}
	const room = limit - formBytes(form) - fileOfProducts([], key).bytes;
	const groups = splitsStock ? divide(content.products, room) : [content.products];
	const parts: UploadPart[] = [];
	for (const group of groups) {
		const repeated = await countRepeated(group, run.yielder);
		let fields: FieldsWithoutId;
		for (const { value } of group) fields = lookForId(fields, value);
		parts.push({
			...shared,
			// Stock is split only if each item is one product.
			indexes: splitsStock ? group.map(({ itemIndex }) => itemIndex) : indexes,
			file: fileOfProducts(group, key),
			products: group.length - repeated,
			repeated,
			missingId: missingIdText(fields),
		});
	}
	return parts;
}

/** Throws an InputError for a name or value that is wrong, or that no form can carry. */
function readForm(
	parameters: ItemParameters,
	syncMode: Settings['syncMode'],
	{ connection, storeId, content }: Upload,
): UploadForm {
	const names = readNames(parameters);
	const chosen = parameters.optionalText('options.fileName', 'Form File Name');
	const ownName = content.kind === 'file' ? content.name : '';
	return checkForm({
		fields: [
			{ name: names.projectId, value: connection.projectId },
			{ name: names.storeId, value: storeId },
			{ name: names.syncMode, value: names[syncMode] },
			...readExtraFields(parameters, names),
		],
		fileField: names.file,
		fileName: chosen ?? (ownName === '' ? 'products.json' : ownName),
	});
}

function readNames(parameters: ItemParameters): Record<keyof typeof formNames, string> {
	const nameOf = (key: keyof typeof formNames) => {
		const { label, inferred } = formNames[key];
		const name = `options.formNames.values.${key}`;
		return parameters.optionalText(name, `${label} of Form Names`) ?? inferred;
	};
	const words = { full: nameOf('full'), stock: nameOf('stock') };
	const fields = {
		file: nameOf('file'),
		projectId: nameOf('projectId'),
		storeId: nameOf('storeId'),
		syncMode: nameOf('syncMode'),
	};
	const repeated = repeatedName(Object.values(fields)) ?? repeatedName(Object.values(words));
	if (repeated !== null) throw new InputError(`Form Names have "${repeated}" twice.`);
	return { ...fields, ...words };
}

function readExtraFields(
	parameters: ItemParameters,
	{ file, projectId, storeId, syncMode }: ReturnType<typeof readNames>,
): readonly Row[] {
	const label = 'Extra Form Fields';
	const rows = readRows(parameters, 'options.extraFormFields', label);
	const own = [file, projectId, storeId, syncMode];
	const taken = rows.find(({ name }) => own.includes(name));
	if (taken === undefined) return rows;
	throw new InputError(`${label} repeat "${taken.name}", which the node sends itself.`, {
		advice: 'Remove the row. Form Names can give the fields of the node other names.',
	});
}

/** The options of a request: the items of one upload must agree in them. */
const shaping = [
	['options.headers', 'Headers'],
	['options.formNames', 'Form Names'],
	['options.extraFormFields', 'Extra Form Fields'],
	['options.fileName', 'Form File Name'],
	['options.wrapInKey', 'Wrap in Field'],
] as const;

async function refuseDifferences(
	{ parameters, yielder }: RunContext,
	indexes: readonly number[],
): Promise<void> {
	for (const [name, label] of shaping) {
		if (!parameters.holdsExpression(name)) continue;
		const values = new Set<string | undefined>();
		for (const index of indexes) {
			await yielder.pause();
			values.add(JSON.stringify(parameters.value(name, index)));
		}
		if (values.size === 1) continue;
		throw new InputError(`The items of one upload give different values for ${label}.`, {
			advice: `Check what the expression of ${label} gives for each item: an upload has one value.`,
		});
	}
}
