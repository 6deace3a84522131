import { isObject } from '../../n8n/json';
import type { Product, SyncMode } from '../state/records';
import type { World } from '../world';
import { failure, refusedProject, type KainicRequest, type Verdict } from './verdict';

/** Takes a file of products: credit, file, fields, project, store, and then the products. */
export function uploadProducts({ record, form }: KainicRequest, world: World): Verdict {
	const { credit, stores } = world.settings;
	if (credit === 0) return failure('catalog', 'credit');
	const file = form?.files.find(({ fieldName }) => fieldName === 'file');
	if (form === undefined || file === undefined) return failure('catalog', 'no_file');
	const valueOf = (name: string) => form.fields.find((field) => field.name === name)?.value ?? '';
	const projectId = valueOf('kainic_pid');
	const storeId = valueOf('store_id');
	const syncMode = valueOf('sync_mode');
	if (projectId === '' || storeId === '' || !isMode(syncMode))
		return failure('catalog', 'missing_fields');
	const wrongProject = refusedProject(projectId, world);
	if (wrongProject !== undefined) return wrongProject;
	if (!stores.includes(storeId)) return failure('catalog', 'unknown_store', { store_id: storeId });
	const products = productsIn(parseJson(file.content));
	if (products.length === 0) return failure('catalog', 'file_schema');
	world.ledger.catalogs.add(
		{
			request: record.number,
			storeId,
			syncMode,
			productCount: products.length,
			fileBytes: file.content.length,
			fileSha256: file.sha256,
			fileName: file.fileName,
			fileType: file.contentType,
			fields: form.fields,
			receivedAt: record.receivedAt,
		},
		products,
	);
	const data = { store_id: storeId, sync_mode: syncMode, products: products.length };
	return { type: 'success', data };
}

function isMode(text: string): text is SyncMode {
	return text === 'full' || text === 'stock';
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
