import { field } from '../../nodes/shared/kainic/api';

/** What a form has to say: which project and store, in which mode, and the file. */
export type FormRole = 'project' | 'store' | 'mode' | 'file';

/** The names that this project infers. */
export const inferredFormNames: Readonly<Record<FormRole, string>> = {
	project: field.projectId,
	store: field.storeId,
	mode: field.syncMode,
	file: field.file,
};

/** Names to try if Kainic does not take the inferred ones. Guesses; the inferred one comes first. */
export const formNames: Readonly<Record<FormRole, readonly string[]>> = {
	project: [field.projectId, 'project_id', 'projectId', 'pid', 'project'],
	store: [field.storeId, 'kainic_sid', 'storeId', 'store', 'shop_id'],
	mode: [field.syncMode, 'syncMode', 'mode', 'sync', 'sync_type'],
	file: [field.file, 'products', 'products_file', 'data', 'upload'],
};

/** Names that a further required field of an event may have. Guesses. */
export const eventFieldNames: readonly string[] = [
	...['event', 'event_type', 'event_name', 'type', 'action', 'name'],
	...['item_id', 'item_ids', 'items', 'product_id', 'sku', 'parent_id'],
	...['timestamp', 'time', 'event_time', 'occurred_at', 'created_at', 'date', 'ts'],
	...['url', 'page', 'page_url', 'referrer', 'domain', 'user_agent'],
	...['quantity', 'price', 'value', 'currency', 'order_id'],
	...[field.uid, field.sid, field.storeId, field.projectId, 'data', 'properties', 'metadata'],
];
