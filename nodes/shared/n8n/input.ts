import type {
	IBinaryData,
	IBinaryKeyData,
	INodeExecutionData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { isPlainObject } from '../values';

/**
 * Input items, with their files beside the JSON. With the workflow's setting `binaryMode: combined`
 * n8n keeps files within it, where no file would be found, and all that n8n knows of it would be sent.
 */
export function withFilesBeside(
	items: readonly INodeExecutionData[],
	{ binaryMode }: IWorkflowSettings,
): readonly INodeExecutionData[] {
	return binaryMode === 'combined' ? items.map(separated) : items;
}

/** n8n's name for the files of an item within its JSON. */
const filesField = '_files';

function separated(item: INodeExecutionData): INodeExecutionData {
	const { [filesField]: found, ...json } = item.json;
	if (!isPlainObject(found)) return item;
	const binary: IBinaryKeyData = { ...item.binary };
	for (const [name, file] of Object.entries(found)) {
		if (!isFile(file)) return item;
		binary[name] = file;
	}
	return { ...item, json, binary };
}

function isFile(value: unknown): value is IBinaryData {
	return isPlainObject(value) && typeof value.mimeType === 'string' && typeof value.id === 'string';
}
