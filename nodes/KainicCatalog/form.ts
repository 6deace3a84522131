import { InputError } from '../shared/failure';
import type { Connection } from '../shared/kainic/connection';
import { readRows, type Row } from '../shared/panel/collections';
import type { ItemParameters } from '../shared/panel/item-parameters';
import { formatNumber } from '../shared/values';
import { formNames } from './options';
import type { Settings } from './uploads';

export const fileName = 'products.json';

/** The form of an upload without its file. */
export interface UploadForm {
	readonly fields: readonly Row[];
	readonly fileField: string;
}

/** The fields that the node sends in every form. */
const sentFields = ['file', 'projectId', 'storeId', 'syncMode'] as const;

type SentField = (typeof sentFields)[number];

/** Reads the form. Throws an InputError for a wrong name, or for a name or value that a form would change. */
export function readForm(
	parameters: ItemParameters,
	{ projectId }: Connection,
	storeId: string,
	syncMode: Settings['syncMode'],
): UploadForm {
	const chosenName = (key: keyof typeof formNames) =>
		parameters.text(`options.formNames.values.${key}`) ?? formNames[key].inferred;
	const names = {
		file: chosenName('file'),
		projectId: chosenName('projectId'),
		storeId: chosenName('storeId'),
		syncMode: chosenName('syncMode'),
	};
	const taken = takenNames(names);
	const fields = [
		{ name: names.projectId, value: projectId },
		{ name: names.storeId, value: storeId },
		{ name: names.syncMode, value: wordFor(syncMode, chosenName('full'), chosenName('stock')) },
		...readExtraFields(parameters, taken),
	];
	return checkForm({ fields, fileField: names.file });
}

/**
 * The names that an extra field must not have, as `plainName` writes them. These are the names that the node sends,
 * and the inferred names, which Kainic may also read. Throws an InputError if two fields have the same name.
 */
function takenNames(names: Readonly<Record<SentField, string>>): ReadonlySet<string> {
	const owners = new Map<string, SentField>();
	for (const field of sentFields) owners.set(formNames[field].inferred, field);
	for (const field of sentFields) {
		const name = plainName(names[field]);
		const owner = owners.get(name) ?? field;
		owners.set(name, field);
		if (owner === field) continue;
		const [label, other] = [formNames[field].label, formNames[owner].label];
		throw new InputError(
			`In 'Form Names', '${label}' is "${names[field]}", which is a name of '${other}'.`,
			{ advice: `Enter another name in '${label}'.` },
		);
	}
	return new Set(owners.keys());
}

/** The name of a form field in small letters and without brackets, as some servers read names. */
function plainName(name: string): string {
	return name.toLowerCase().replace(/^\[|[[\]].*/g, '');
}

function wordFor(syncMode: Settings['syncMode'], full: string, stock: string): string {
	if (![full.toLowerCase(), formNames.full.inferred].includes(stock.toLowerCase())) {
		return syncMode === 'full' ? full : stock;
	}
	throw new InputError(
		`In 'Form Names', 'Word for Stock' is "${stock}", which would start a full sync.`,
		{ advice: "Enter another word in 'Word for Stock'." },
	);
}

function readExtraFields(parameters: ItemParameters, taken: ReadonlySet<string>): readonly Row[] {
	const name = 'options.extraFormFields';
	const rows = readRows(parameters, name);
	const repeated = rows.find((row) => taken.has(plainName(row.name)));
	if (repeated === undefined) return rows;
	throw new InputError(
		`${parameters.get(name).title} contains "${repeated.name}", which is a name of a field that the node sends itself.`,
		{ advice: "Remove the row. To rename a field that the node sends, use 'Form Names'." },
	);
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

/** An error for a request that is larger than the limit. `what` names the request, without an article. */
export function tooLarge(bytes: number, limit: number, what: string): InputError {
	// Rounded up: otherwise the message could show a size that equals the limit.
	const size = formatNumber(Math.ceil(bytes / 1048.576) / 1000);
	const maxSize = formatNumber(limit / 1_048_576);
	return new InputError(`The ${what} has ${size} MB, but 'Maximum Megabytes' is ${maxSize}.`, {
		code: 'too_large',
		advice:
			"Send fewer fields of each product. If 'Sync Mode' is 'Stock', you can also add a Loop Over Items node before this node: each upload then has fewer products. Kainic's servers accept at most 32 MB (older servers: 10 MB). Raise 'Maximum Megabytes' under 'Options' only if Kainic accepts more.",
	});
}
