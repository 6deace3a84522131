import type { Form, FormFile } from '../server/form';
import type { Product, Upload } from '../state/records';
import { isObject } from '../../n8n/json';
import type { World } from '../world';
import { failure, refusedProject, type KainicRequest, type Verdict } from './verdict';

type UploadFields = Pick<Upload, 'storeId' | 'syncMode'> & { projectId: string };

/** Takes a file of products: credit, file, fields, project, store, and then the products. */
export function uploadProducts(request: KainicRequest, world: World): Verdict {
	if (world.settings.credit === 0) return failure(world, 'catalog', 'credit');
	const { form } = request;
	const { formFieldNames, stores } = world.settings;
	const file = form?.files.find((candidate) => candidate.fieldName === formFieldNames.file);
	const fields = form && readFields(form, world);
	if (form === undefined || file === undefined) return failure(world, 'catalog', 'no_file');
	if (fields === undefined) return failure(world, 'catalog', 'missing_fields');
	const wrongProject = refusedProject(fields.projectId, world);
	if (wrongProject !== undefined) return wrongProject;
	if (!stores.includes(fields.storeId)) {
		return failure(world, 'catalog', 'unknown_store', { store_id: fields.storeId });
	}
	return takeFile(request, fields, form, file, world);
}

function readFields(form: Form, world: World): UploadFields | undefined {
	const names = world.settings.formFieldNames;
	const valueOf = (name: string) => form.fields.find((field) => field.name === name)?.value;
	const projectId = valueOf(names.kainic_pid);
	const storeId = valueOf(names.store_id);
	const syncMode = valueOf(names.sync_mode);
	if (!projectId || !storeId || (syncMode !== 'full' && syncMode !== 'stock')) return undefined;
	return { projectId, storeId, syncMode };
}

function takeFile(
	request: KainicRequest,
	fields: UploadFields,
	form: Form,
	file: FormFile,
	world: World,
): Verdict {
	// A file that was too large to be kept is taken unread.
	const products = file.content === null ? null : productsIn(parseJson(file.content));
	if (products?.length === 0) return failure(world, 'catalog', 'file_schema');
	const upload: Upload = {
		request: request.record.number,
		storeId: fields.storeId,
		syncMode: fields.syncMode,
		productCount: products?.length ?? null,
		fileBytes: file.bytes,
		fileSha256: file.sha256,
		fileName: file.fileName,
		fileType: file.contentType,
		fields: form.fields,
		receivedAt: request.record.receivedAt,
	};
	world.ledger.catalogs.add(upload, products);
	const { storeId: store_id, syncMode: sync_mode, productCount } = upload;
	return { type: 'success', data: { store_id, sync_mode, products: productCount } };
}

function parseJson(file: Buffer): unknown {
	try {
		return JSON.parse(file.toString('utf8'));
	} catch {
		return undefined;
	}
}

/** An array of objects, or an object that holds one under any name; their schema is not documented. */
function productsIn(content: unknown): Product[] {
	if (Array.isArray(content)) return content.every(isObject) ? content : [];
	if (!isObject(content)) return [];
	const wrapped: unknown = Object.values(content).find((value) => Array.isArray(value));
	return Array.isArray(wrapped) ? productsIn(wrapped) : [];
}
