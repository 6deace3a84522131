import { InputError } from '../shared/failure';
import { headerReader, readRows, type Row } from '../shared/n8n/headers';
import type { RunContext } from '../shared/n8n/operation';
import { repeatedName } from '../shared/values';
import { checkForm, type UploadForm } from './form';
import { formNames } from './options';
import type { SyncMode } from './settings';

/** What the options make of a request. One upload has one value of each. */
export interface RequestOptions {
	readonly headers: Readonly<Record<string, string>>;
	readonly names: Readonly<Record<keyof typeof formNames, string>>;
	readonly extraFields: readonly Row[];
	/** Undefined if the file's own name is to be used. */
	readonly fileName: string | undefined;
	/** Undefined if the array of products is to be sent as it is. */
	readonly wrapInKey: string | undefined;
}

const parts = [
	{ key: 'headers', name: 'options.headers', label: 'Headers' },
	{ key: 'names', name: 'options.formNames', label: 'Form Names' },
	{ key: 'extraFields', name: 'options.extraFormFields', label: 'Extra Form Fields' },
	{ key: 'fileName', name: 'options.fileName', label: 'Form File Name' },
	{ key: 'wrapInKey', name: 'options.wrapInKey', label: 'Wrap in Field' },
] as const;

export const requestParameters = parts.map(({ name }) => name);

/** Makes a reader of the request options by item. It throws an InputError that names a wrong one. */
export function requestReader(run: RunContext): (itemIndex: number) => RequestOptions {
	const headersOf = headerReader(run.parameters);
	return (itemIndex) => {
		const text = (name: string, label: string) => optionalText(run, itemIndex, name, label);
		const rows = run.parameters.at(itemIndex).value('options.extraFormFields');
		const options = {
			headers: headersOf(itemIndex).values,
			names: readNames(text),
			extraFields: readRows(rows, 'Extra Form Fields'),
			fileName: text('options.fileName', 'Form File Name'),
			wrapInKey: text('options.wrapInKey', 'Wrap in Field'),
		};
		refuseRepeated(options);
		// Names that no form can carry are refused here, and not with each item.
		createForm(options, { projectId: '', storeId: '', syncMode: 'stock', fileName: '' });
		return options;
	};
}

/** A text that may be left out. Throws an InputError for an expression that gives nothing. */
export function optionalText(
	{ parameters }: RunContext,
	itemIndex: number,
	name: string,
	label: string,
): string | undefined {
	const given = parameters.at(itemIndex).optionalId(name, label);
	if (given !== undefined || !parameters.holdsExpression(name)) return given;
	throw new InputError(`${label} is empty.`, {
		advice: `Check what the expression of ${label} gives for this item.`,
	});
}

function readNames(
	text: (name: string, label: string) => string | undefined,
): RequestOptions['names'] {
	const nameOf = (key: keyof typeof formNames) => {
		const { label, inferred } = formNames[key];
		return text(`options.formNames.values.${key}`, `${label} of Form Names`) ?? inferred;
	};
	return {
		file: nameOf('file'),
		projectId: nameOf('projectId'),
		storeId: nameOf('storeId'),
		syncMode: nameOf('syncMode'),
		full: nameOf('full'),
		stock: nameOf('stock'),
	};
}

function refuseRepeated({ names, extraFields }: RequestOptions): void {
	const { file, projectId, storeId, syncMode, full, stock } = names;
	const own = [file, projectId, storeId, syncMode];
	const repeated = repeatedName(own) ?? repeatedName([full, stock]);
	if (repeated !== null) throw new InputError(`Form Names have "${repeated}" twice.`);
	const taken = extraFields.find(({ name }) => own.includes(name));
	if (taken === undefined) return;
	throw new InputError(`Extra Form Fields repeat "${taken.name}", which the node sends itself.`, {
		advice: 'Remove the row. Form Names can give the fields of the node other names.',
	});
}

/** An error that names the option which two items of one upload give differently; null if none is. */
export function differenceOf(one: RequestOptions, other: RequestOptions): InputError | null {
	const different = parts.find(
		({ key }) => JSON.stringify(one[key]) !== JSON.stringify(other[key]),
	);
	if (different === undefined) return null;
	const { label } = different;
	return new InputError(`The items of one upload give different values for ${label}.`, {
		advice: `Check what the expression of ${label} gives for each item: an upload has one value.`,
	});
}

/** What a form says of its upload; `fileName` is the file's own name, empty if it has none. */
interface FormValues {
	readonly projectId: string;
	readonly storeId: string;
	readonly syncMode: SyncMode;
	readonly fileName: string;
}

/** The form of an upload. Throws an InputError for what a form cannot carry unchanged. */
export function createForm(
	{ names, extraFields, fileName: chosen }: RequestOptions,
	{ projectId, storeId, syncMode, fileName }: FormValues,
): UploadForm {
	return checkForm({
		fields: [
			{ name: names.projectId, value: projectId },
			{ name: names.storeId, value: storeId },
			{ name: names.syncMode, value: names[syncMode] },
			...extraFields,
		],
		fileField: names.file,
		fileName: chosen ?? (fileName === '' ? 'products.json' : fileName),
	});
}
