import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { failureJson, type Failure } from '../failure';

interface Circumstances {
	/** Of the input items that failed together. */
	readonly indexes: readonly number[];
	/** How far the run got. */
	readonly progress: string;
	/** An AI agent sees the message alone. */
	readonly runsAsTool: boolean;
}

/**
 * The error that a node throws if it is set to stop. Text of Kainic or the user is in its description,
 * and not in its message: n8n replaces the message of a NodeApiError that contains one of its error
 * codes.
 */
export function toNodeError(
	node: INode,
	failure: Failure,
	{ indexes, progress, runsAsTool }: Circumstances,
): NodeApiError | NodeOperationError {
	const itemIndex = indexes[0] ?? 0;
	const headline = `${failure.headline} (item ${itemIndex}).`;
	const description = `${nameOthers(indexes)}${failure.message} ${failure.description}`;
	if (runsAsTool) {
		const message = `${headline} ${description}`;
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	const message = `${headline} ${progress}`;
	if (failure.httpCode === null) {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	return new NodeApiError(node, failureJson(failure), {
		message,
		description,
		itemIndex,
		httpCode: String(failure.httpCode),
	});
}

/** If several items failed together, it is not known which one is to blame. */
function nameOthers(indexes: readonly number[]): string {
	if (indexes.length < 2) return '';
	const [first = 0] = indexes;
	const last = indexes.at(-1) ?? first;
	return `The request was for ${indexes.length} items, from item ${first} to item ${last}. `;
}
