import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { failureKinds, type Failure } from '../failure';

/**
 * The error that a node throws when it is set to stop. Its message holds our own words and the
 * progress alone: n8n replaces a message in which it finds one of its error codes, and what Kainic
 * or the user wrote could hold one.
 */
export function toNodeError(
	node: INode,
	failure: Failure,
	place: { readonly itemIndex: number; readonly progress: string },
): NodeApiError | NodeOperationError {
	const { itemIndex, progress } = place;
	const message = `${failureKinds[failure.code].headline} (item ${itemIndex}). ${progress}`;
	const description = `${failure.message} ${failure.description}`;
	if (failure.httpCode === null) {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	return new NodeApiError(
		node,
		{ ...failure },
		{ message, description, itemIndex, httpCode: String(failure.httpCode) },
	);
}
