import type { IBinaryData, IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isPlainObject } from '../values';

/** The field in which n8n keeps files. */
const filesField = '_files';

/**
 * Moves an item's files out of its JSON into `binary`. With the workflow's setting `binaryMode: combined`
 * n8n keeps them in the JSON, where nodes would not find them and would send them as data. Anything else
 * in that field stays.
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
