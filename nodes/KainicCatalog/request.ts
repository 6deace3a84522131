import { InputError } from '../shared/failure';
import { readHeaders, readRows, type Row } from '../shared/n8n/headers';
import type { RunContext } from '../shared/n8n/operation';
import type { ItemParameters } from '../shared/n8n/parameters';
import { repeatedName } from '../shared/values';
import { checkForm, type UploadForm } from './form';
import { formNames } from './options';
import type { Settings } from './settings';
import type { Upload } from './uploads';

/** What the options make of the request for an upload. */
export interface RequestShape {
	readonly headers: Readonly<Record<string, string>>;
	readonly form: UploadForm;
	/** The key that holds the products in the file. Undefined sends a bare array. */
	readonly wrapInKey: string | undefined;
}

/** The options of a request: the items of one upload must agree in them. */
const shaping = [
	['options.headers', 'Headers'],
	['options.formNames', 'Form Names'],
	['options.extraFormFields', 'Extra Form Fields'],
	['options.fileName', 'Form File Name'],
	['options.wrapInKey', 'Wrap in Field'],
] as const;

/**
 * Reads the request of an upload from its first item. Throws an InputError for an option that is wrong,
 * that no form can carry, or that another item of the upload gives differently.
 */
export async function readRequest(
	run: RunContext,
	{ syncMode }: Settings,
	{ connection, storeId, content, indexes }: Upload,
): Promise<RequestShape> {
	const [first = 0] = indexes;
	const parameters = run.parameters.at(first);
	const names = readNames(parameters);
	const chosen = parameters.optionalText('options.fileName', 'Form File Name');
	const ownName = content.kind === 'file' ? content.name : '';
	const request = {
		headers: readHeaders(parameters),
		form: checkForm({
			fields: [
				{ name: names.projectId, value: connection.projectId },
				{ name: names.storeId, value: storeId },
				{ name: names.syncMode, value: names[syncMode] },
				...readExtraFields(parameters, names),
			],
			fileField: names.file,
			fileName: chosen ?? (ownName === '' ? 'products.json' : ownName),
		}),
		wrapInKey: parameters.optionalText('options.wrapInKey', 'Wrap in Field'),
	};
	await refuseDifferences(run, indexes);
	return request;
}

function readNames(parameters: ItemParameters): Record<keyof typeof formNames, string> {
	const nameOf = (key: keyof typeof formNames) => {
		const { label, inferred } = formNames[key];
		const name = `options.formNames.values.${key}`;
		return parameters.optionalText(name, `${label} of Form Names`) ?? inferred;
	};
	const [full, stock] = [nameOf('full'), nameOf('stock')];
	const fields = {
		file: nameOf('file'),
		projectId: nameOf('projectId'),
		storeId: nameOf('storeId'),
		syncMode: nameOf('syncMode'),
	};
	const repeated = repeatedName(Object.values(fields)) ?? repeatedName([full, stock]);
	if (repeated !== null) throw new InputError(`Form Names have "${repeated}" twice.`);
	return { ...fields, full, stock };
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

async function refuseDifferences(
	{ parameters, yielder }: RunContext,
	indexes: readonly number[],
): Promise<void> {
	for (const [name, label] of shaping) {
		if (!parameters.holdsExpression(name)) continue;
		const values = new Set<string | undefined>();
		for (const index of indexes) {
			if (yielder.isDue()) await yielder.yieldToEventLoop();
			values.add(JSON.stringify(parameters.value(name, index)));
		}
		if (values.size === 1) continue;
		throw new InputError(`The items of one upload give different values for ${label}.`, {
			advice: `Check what the expression of ${label} gives for each item: an upload has one value.`,
		});
	}
}
