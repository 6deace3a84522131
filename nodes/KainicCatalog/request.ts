import { InputError } from '../shared/failure';
import { readHeaders, readRows, type Row } from '../shared/panel/collections';
import type { Connection } from '../shared/kainic/connection';
import type { RunContext } from '../shared/operation';
import type { ItemParameters } from '../shared/panel/parameters';
import { checkForm, formBytes, tooLarge, type UploadFile, type UploadForm } from './form';
import { guardProblem, readGuards, refuseIncompleteSync, type Guards } from './full-sync';
import { formNames } from './options';
import type { Settings, Upload } from './uploads';
import { pause } from '../shared/pause';

export interface UploadRequest extends Upload {
	readonly headers: Readonly<Record<string, string>>;
	readonly form: UploadForm;
	/** `null` for stock. */
	readonly guards: Guards | null;
	readonly file: UploadFile;
}

/** The request of an upload. Throws an InputError if the upload must not be sent. */
export async function requestOf(
	run: RunContext,
	{ syncMode, limit }: Settings,
	upload: Upload,
): Promise<UploadRequest> {
	const { indexes, content, storeId } = upload;
	const store = `store "${storeId}"`;
	const isFull = syncMode === 'full';
	if (isFull) refuseIncompleteSync(run, upload);
	const parameters = run.parameters.at(indexes[0] ?? 0);
	const headers = readHeaders(parameters);
	const form = readForm(parameters, syncMode, run.connection, upload);
	const file = content.file(parameters.optionalText('options.wrapInKey'));
	await refuseDifferences(run, indexes);
	const guards = isFull ? await readGuards(run, indexes) : null;
	const problem = guards === null ? null : guardProblem(content, guards, store);
	if (problem !== null) throw problem;
	const bytes = file.bytes + formBytes(form);
	if (bytes > limit) throw tooLarge(bytes, limit, `request for the ${store}`);
	return { ...upload, headers, form, guards, file };
}

/** Throws an InputError for a name or value that is wrong, or that no form can carry. */
function readForm(
	parameters: ItemParameters,
	syncMode: Settings['syncMode'],
	{ projectId }: Connection,
	{ storeId, content }: Upload,
): UploadForm {
	const names = readNames(parameters);
	const chosen = parameters.optionalText('options.fileName');
	return checkForm({
		fields: [
			{ name: names.projectId, value: projectId },
			{ name: names.storeId, value: storeId },
			{ name: names.syncMode, value: names[syncMode] },
			...readExtraFields(parameters, names),
		],
		fileField: names.file,
		fileName: chosen ?? (content.fileName === '' ? 'products.json' : content.fileName),
	});
}

function readNames(parameters: ItemParameters): Record<keyof typeof formNames, string> {
	const nameOf = (key: keyof typeof formNames) =>
		parameters.optionalText(`options.formNames.values.${key}`) ?? formNames[key].inferred;
	const [full, stock] = [nameOf('full'), nameOf('stock')];
	const fields = {
		file: nameOf('file'),
		projectId: nameOf('projectId'),
		storeId: nameOf('storeId'),
		syncMode: nameOf('syncMode'),
	};
	const repeatedIn = (names: readonly string[]) =>
		names.find((name, index) => names.indexOf(name) < index);
	const repeated =
		repeatedIn(Object.values(fields).map(plainName)) ??
		repeatedIn([full.toLowerCase(), stock.toLowerCase()]);
	if (repeated !== undefined) throw new InputError(`Form Names contains "${repeated}" twice.`);
	if (stock.toLowerCase() === formNames.full.inferred) {
		throw new InputError(
			`In Form Names, Word for Stock is "${stock}", which would start a full sync.`,
		);
	}
	return { ...fields, full, stock };
}

/** The name of a form field as servers may read it: without letter case and without `[]`. */
function plainName(name: string): string {
	return name
		.trim()
		.toLowerCase()
		.replace(/^\[|\]$|\[.*$/g, '');
}

function readExtraFields(
	parameters: ItemParameters,
	{ file, projectId, storeId, syncMode }: ReturnType<typeof readNames>,
): readonly Row[] {
	const name = 'options.extraFormFields';
	const rows = readRows(parameters, name);
	const own = [file, projectId, storeId, syncMode, formNames.syncMode.inferred].map(plainName);
	const taken = rows.find(({ name }) => own.includes(plainName(name)));
	if (taken === undefined) return rows;
	throw new InputError(
		`${parameters.get(name).title} contains "${taken.name}", but the node already sends this field.`,
		{ advice: 'Remove the row. To rename a field that the node sends, use Form Names.' },
	);
}

/** The options of a request: the items of one upload must agree in them. */
const shaping = ['headers', 'formNames', 'extraFormFields', 'fileName', 'wrapInKey'].map(
	(name) => `options.${name}`,
);

async function refuseDifferences(
	{ parameters, cancel }: RunContext,
	indexes: readonly number[],
): Promise<void> {
	for (const name of shaping) {
		const { title, holdsExpression, read } = parameters.get(name);
		if (!holdsExpression) continue;
		const values = new Set<string | undefined>();
		for (const index of indexes) {
			await pause();
			cancel?.throwIfAborted();
			values.add(JSON.stringify(read(index)));
		}
		if (values.size === 1) continue;
		throw new InputError(`${title} has different values for the items of one upload.`, {
			advice: `Change the expression of ${title}. It must return the same value for all items of an upload.`,
		});
	}
}
