import { InputError } from '../shared/failure';
import { formNames } from '../shared/kainic/api';
import type { RunContext } from '../shared/operation';
import { readRows, type Row } from '../shared/panel/collections';
import type { Settings } from './settings';

export const fileName = 'products.json';

/** The form of an upload without its file. */
export interface UploadForm {
	readonly fields: readonly Row[];
	readonly fileField: string;
}

/** Reads the form. Throws an InputError for a wrong name, or for a name or value that a form would change. */
export function readForm(
	{ runParameters, connection }: RunContext,
	storeId: string,
	syncMode: Settings['syncMode'],
): UploadForm {
	const nameOf = (key: keyof typeof formNames) =>
		runParameters.text(`options.formNames.values.${key}`) ?? formNames[key];
	const [file, project] = [nameOf('file'), nameOf('projectId')];
	const [store, mode] = [nameOf('storeId'), nameOf('syncMode')];
	const [full, stock] = [nameOf('full'), nameOf('stock')];
	const extra = readRows(runParameters, 'options.extraFormFields');
	refuseRepeated([file, project, store, mode], extra);
	if (contains([full, formNames.full], stock)) {
		throw new InputError(
			`In 'Form Names', 'Word for Stock' is "${stock}", which would start a full sync.`,
			{ advice: "Enter another word in 'Word for Stock'." },
		);
	}
	const fields = [
		{ name: project, value: connection.projectId },
		{ name: store, value: storeId },
		{ name: mode, value: syncMode === 'full' ? full : stock },
		...extra,
	];
	return checkForm({ fields, fileField: file });
}

/** Throws an InputError if a field of the form has the name of another field, or the inferred name of one. */
function refuseRepeated(own: readonly string[], extra: readonly Row[]): void {
	const twice = own.find((name, index) => contains(own.slice(0, index), name));
	if (twice !== undefined) {
		throw new InputError(`In 'Form Names', two fields have the name "${twice}".`, {
			advice: 'Enter another name for one of these fields.',
		});
	}
	const { file, projectId, storeId, syncMode } = formNames;
	const taken = [...own, file, projectId, storeId, syncMode];
	const repeated = extra.find(({ name }) => contains(taken, name));
	if (repeated === undefined) return;
	throw new InputError(
		`'Additional Form Fields' contains "${repeated.name}", which is a name of a field that the node sends itself.`,
		{ advice: "Remove the row. To rename a field that the node sends, use 'Form Names'." },
	);
}

/** Compares in small letters, as some servers do. */
function contains(names: readonly string[], name: string): boolean {
	return names.some((each) => each.toLowerCase() === name.toLowerCase());
}

/** Returns the form. Throws an InputError for a name or value that a form would change. */
export function checkForm(form: UploadForm): UploadForm {
	for (const { name, value } of form.fields) {
		checkName(name, `The name of the form field "${name}"`);
		if (!/(?<!\r)\n|\r(?!\n)/.test(value) && value.isWellFormed()) continue;
		throw new InputError(
			`The form field "${name}" contains a line break or a damaged character (such as half of an emoji), which cannot be sent.`,
			{ advice: 'Remove the line break or the damaged character.' },
		);
	}
	checkName(form.fileField, 'The name of the file field');
	return form;
}

/** In a form, names are in quotes. HTTP clients and servers escape special characters in names differently. */
function checkName(name: string, what: string): void {
	if (!/["\\\p{Cc}]/u.test(name) && name.isWellFormed()) return;
	throw new InputError(
		`${what} contains a quotation mark, a backslash, a line break or an invisible character.`,
		{
			advice:
				'Enter another name. Letters of any language, spaces and most other characters are allowed.',
		},
	);
}

/** Upper limit for the bytes of a form without the content of its file. */
export function formBytes({ fields, fileField }: UploadForm): number {
	const frame = 256;
	const parts = [...fields, { name: fileField, value: fileName }];
	return parts.reduce(
		(sum, { name, value }) => sum + frame + Buffer.byteLength(name) + Buffer.byteLength(value),
		frame,
	);
}
