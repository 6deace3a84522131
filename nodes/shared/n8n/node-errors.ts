import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { failureJson, type Failure } from '../failure';

interface Circumstances {
	readonly itemIndex: number;
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
	{ itemIndex, progress, runsAsTool }: Circumstances,
): NodeApiError | NodeOperationError {
	const headline = `${failure.headline} (item ${itemIndex}).`;
	const description = `${failure.message} ${failure.description}`;
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
