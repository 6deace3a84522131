import type { IBinaryData, IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isPlainObject } from '../values';

/** n8n's name for the files within the JSON. */
const filesField = '_files';

/**
 * An item with its files beside its JSON. With the workflow's setting `binaryMode: combined` n8n keeps
 * them within it, where they would not be found, and would be sent as data. A user's own field stays.
 */
export function withFilesBeside(item: INodeExecutionData): INodeExecutionData {
	const { [filesField]: found, ...json } = item.json;
	if (!isDataObject(found)) return item;
	const binary: IBinaryKeyData = { ...item.binary };
	const own: IDataObject = {};
	for (const [name, value] of Object.entries(found)) {
		if (isFile(value)) binary[name] = value;
		else own[name] = value;
	}
	if (Object.keys(binary).length === 0) return item;
	const isOwn = Object.keys(own).length > 0 || Object.keys(found).length === 0;
	return { ...item, json: isOwn ? { ...json, [filesField]: own } : json, binary };
}

function isDataObject(value: unknown): value is IDataObject {
	return isPlainObject(value);
}

function isFile(value: unknown): value is IBinaryData {
	return (
		isPlainObject(value) &&
		typeof value.mimeType === 'string' &&
		typeof value.data === 'string' &&
		typeof value.id === 'string'
	);
}
