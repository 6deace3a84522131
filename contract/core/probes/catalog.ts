import { formNames, inferredFormNames, type FormRole } from '../candidates';
import { says } from '../messages';
import type { Probe, Values } from '../model';
import { isAbout, isSaid, type Failed, type Reading } from '../reading';
import { form, type Row } from '../requests';
import type { ListProbes, Seen } from '../seen';

export const formRoles: readonly FormRole[] = ['project', 'store', 'mode', 'file'];

/** The names that a form uses for each role; none for a role that it leaves out. */
type Names = Readonly<Record<FormRole, readonly string[]>>;

const noStore =
	'None by the documented rules: the store is made up, the mode is stock, and the file is no JSON. Kainic would have to take such a file for the stock of a store that does not exist.';
const noField =
	'None by the documented rules: the file is no JSON. Kainic would have to take such a file, with a store or mode of its own choice for the one that is left out.';
const noFile = 'None by the documented rules: there is no file in it.';

const common = {
	endpoint: 'catalog',
	key: 'project',
	worstCase: noStore,
	mustBeRefused: true,
	mayAddEvent: false,
	means: {},
} as const;

const inferred: Names = {
	project: [inferredFormNames.project],
	store: [inferredFormNames.store],
	mode: [inferredFormNames.mode],
	file: [inferredFormNames.file],
};

/** Only a form without a file may name a store of the account. */
function formWith(names: Names, store: 'made-up' | 'own'): Probe['request'] {
	return (values) => form(rows(names, values, store), store === 'own' ? [] : names.file);
}

function rows(names: Names, values: Values, store: 'made-up' | 'own'): readonly Row[] {
	const content = {
		project: values.projectId,
		store: store === 'own' ? values.storeId : values.madeUp.storeId,
		mode: 'stock',
	};
	return (['project', 'store', 'mode'] as const).flatMap((role) =>
		names[role].map((name) => [name, content[role]] as const),
	);
}

function withoutFile(hasStore: boolean): readonly Probe[] {
	const names = { ...inferred, file: [] };
	const store = hasStore ? 'own' : 'made-up';
	return [
		{
			...common,
			id: 'catalog.bad-key',
			key: 'made-up',
			title: 'A form without a file, with a made-up key',
			worstCase: noFile,
			means: { unauthorized: 'This is how a bad key is refused' },
			request: formWith(names, store),
		},
		{
			...common,
			id: 'catalog.no-file',
			title: 'A form without a file',
			worstCase: noFile,
			means: {
				no_file: 'The field names are right, or the file is looked for first',
				missing_fields: 'A field name is wrong, and the fields are looked at first',
				credit: 'The project has no credit; the form cannot be examined',
			},
			request: formWith(names, store),
		},
	];
}

const own: Probe = {
	...common,
	id: 'catalog.own',
	title: 'A form with the inferred names, a store that does not exist and a file that is no JSON',
	means: {
		unknown_store: 'The field names are right',
		file_schema: 'The field names are right, and the file is read before the store is looked up',
		missing_fields: 'A field has another name; others are tried',
		no_file: 'The file has another name; others are tried',
	},
	request: formWith(inferred, 'made-up'),
};

/** Whether a form got as far as its store or its file. */
export function passed(reading: Reading | undefined): boolean {
	if (reading?.kind !== 'failure') return false;
	return reading.code === 'unknown_store' || reading.code === 'file_schema';
}

/** Whether a form was refused for what it leaves out under these names, and not for anything else. */
export function isMissed(
	reading: Reading | undefined,
	role: FormRole,
	names: readonly string[],
): reading is Failed {
	if (role === 'file' && isSaid(reading, says.noFile)) return true;
	if (role === 'store' && isSaid(reading, says.unknownStore)) return true;
	return isAbout(reading, names);
}

function withoutEach(prefix: string, names: Names): readonly Probe[] {
	return formRoles.map((role) => ({
		...common,
		id: `${prefix}${role}`,
		title:
			role === 'file'
				? 'The same form without the file'
				: `The same form without its ${role === 'mode' ? 'sync mode' : role}`,
		worstCase: { project: noStore, store: noField, mode: noField, file: noFile }[role],
		means: {
			missing_fields: 'The field is required under the name that was left out',
			no_file: 'The file is required under the name that was left out',
			unknown_store: 'The field is not required, or not read',
		},
		request: formWith({ ...names, [role]: [] }, 'made-up'),
	}));
}

const allNames: Probe = {
	...common,
	id: 'catalog.all',
	title: 'The same form with every field under several names',
	means: {
		unknown_store: 'The right names are among them',
		missing_fields: 'A name is still not right',
		no_file: "The file's name is still not right",
	},
	request: formWith(formNames, 'made-up'),
};

function wasRefusedForNames(reading: Reading | undefined): boolean {
	return isSaid(reading, says.missingBodyFields) || isSaid(reading, says.noFile);
}

/** For each role that is needed: its names one by one, until one is enough. */
function search(seen: Seen): readonly Probe[] {
	return formRoles.flatMap((role) => {
		const withoutIt = seen.of(`catalog.all-without.${role}`);
		const names = formNames[role];
		if (!isMissed(withoutIt, role, names) || passed(withoutIt)) return [];
		const found = names.findIndex((name) => passed(seen.of(nameProbe(role, name))));
		return names.slice(0, found < 0 ? names.length : found + 1).map((name) => ({
			...common,
			id: nameProbe(role, name),
			title: `The same form, with ${name} as the only name of its ${roleNames[role]}`,
			means: {
				unknown_store: `${name} is the name`,
				missing_fields: `${name} is not the name`,
				no_file: `${name} is not the name`,
			},
			request: formWith({ ...formNames, [role]: [name] }, 'made-up'),
		}));
	});
}

export const roleNames: Readonly<Record<FormRole, string>> = {
	project: 'project ID',
	store: 'store ID',
	mode: 'sync mode',
	file: 'file',
};

export function nameProbe(role: FormRole, name: string): string {
	return `catalog.name.${role}.${name}`;
}

export const listCatalog: ListProbes = ({ account }, seen) => {
	const answer = seen.of(own.id);
	const usesOwn = passed(answer) ? withoutEach('catalog.without.', inferred) : [];
	const tryAll = wasRefusedForNames(answer) ? [allNames] : [];
	const usesAll = passed(seen.of(allNames.id))
		? withoutEach('catalog.all-without.', formNames)
		: [];
	return [
		...withoutFile(account.storeId !== null),
		own,
		...usesOwn,
		...tryAll,
		...usesAll,
		...search(seen),
	];
};
