import { endpoint, field } from '../../../nodes/shared/kainic/api';
import type { Seen } from '../answers';
import type { Probe, ProbeRequest, Values } from '../probe';

/** What a form has to say: which project and store, in which mode, and the file. */
export const formRoles = ['projectId', 'storeId', 'syncMode', 'file'] as const;

export type FormRole = (typeof formRoles)[number];

/** The names that a form uses for each role; none for a role that it leaves out. */
type Names = Readonly<Record<FormRole, readonly string[]>>;

/** Names to try if Kainic does not take the inferred ones. Guesses. */
export const tried: Names = {
	projectId: [field.kainicPid, 'project_id', 'projectId', 'pid', 'project'],
	storeId: [field.storeId, 'kainic_sid', 'storeId', 'store', 'shop_id'],
	syncMode: [field.syncMode, 'syncMode', 'mode', 'sync', 'sync_type'],
	file: [field.file, 'products', 'products_file', 'data', 'upload'],
};

const inferred: Names = {
	projectId: [field.kainicPid],
	storeId: [field.storeId],
	syncMode: [field.syncMode],
	file: [field.file],
};

const worstCase =
	'None by the documented rules: the store is made up or missing, the mode is stock or missing, and the file is no JSON or missing. Kainic would have to choose a store or a mode, and take such a file.';

function probe(id: string, names: Names, more: Partial<Probe> = {}): Probe {
	return {
		id,
		endpoint: 'catalog',
		key: 'project',
		worstCase,
		mustBeRefused: true,
		needs: [],
		when: () => true,
		request: form(names),
		...more,
	};
}

const boundary = '------------contract-check-of-n8n-nodes-kainic';

/**
 * Neither JSON nor CSV nor XML, since the quotation mark has no end. Kainic documents that it refuses
 * such a file.
 */
const brokenFile = '"This is no catalog. It checks the answer to a file that is not valid';

function form(names: Names): (values: Values) => ProbeRequest {
	return (values) => {
		const contents = {
			projectId: values.projectId,
			storeId: values.madeUp,
			syncMode: 'stock',
			file: brokenFile,
		};
		const parts = formRoles.flatMap((role) =>
			names[role].map((name) => part(name, contents[role], role === 'file')),
		);
		return {
			path: endpoint.catalog(),
			contentType: `multipart/form-data; boundary=${boundary}`,
			body: `${parts.join('')}--${boundary}--\r\n`,
		};
	};
}

function part(name: string, content: string, isFile: boolean): string {
	const file = isFile ? '; filename="contract-check.json"\r\nContent-Type: application/json' : '';
	return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`;
}

/** Whether a form got as far as its store or its file. */
export function passed(seen: Seen, probe: string): boolean {
	const code = seen.code(probe);
	return code === 'unknown_store' || code === 'file_schema';
}

export function nameProbe(role: FormRole, name: string): string {
	return `catalog.name.${role}.${name}`;
}

export const formProbes: readonly Probe[] = [
	probe('catalog.bad-key', { ...inferred, file: [] }, { key: 'made-up' }),
	probe('catalog.no-file', { ...inferred, file: [] }),
	probe('catalog.form', inferred),
	...formRoles.map((role) =>
		probe(
			`catalog.without.${role}`,
			{ ...inferred, [role]: [] },
			{
				when: (seen) => passed(seen, 'catalog.form'),
			},
		),
	),
	probe('catalog.all', tried, {
		when: (seen) => ['missing_fields', 'no_file'].includes(seen.code('catalog.form') ?? ''),
	}),
	...formRoles.flatMap((role) =>
		tried[role].map((name) =>
			probe(
				nameProbe(role, name),
				{ ...tried, [role]: [name] },
				{
					when: (seen) => passed(seen, 'catalog.all'),
				},
			),
		),
	),
];
