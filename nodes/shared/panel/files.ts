import type { IBinaryKeyData, INodeExecutionData } from 'n8n-workflow';
import { isPlainObject } from '../values';

/** The field in which n8n keeps files. */
const filesField = '_files';

/**
 * Moves an item's files out of its JSON into `binary`. With the workflow's setting `binaryMode: combined`
 * n8n keeps them in the JSON, where nodes would not find them and would send them as data.
 */
export function withFilesBeside(item: INodeExecutionData): INodeExecutionData {
	const { [filesField]: files, ...json } = item.json;
	return holdsFiles(files) ? { ...item, json, binary: { ...item.binary, ...files } } : item;
}

/** False for a field of the user that has the same name. */
function holdsFiles(value: unknown): value is IBinaryKeyData {
	if (!isPlainObject(value)) return false;
	const entries = Object.values(value);
	return entries.length > 0 && entries.every(isFile);
}

function isFile(value: unknown): boolean {
	return (
		isPlainObject(value) &&
		['mimeType', 'data', 'id'].every((name) => typeof value[name] === 'string')
	);
}
