import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';
import type { Delivery } from '../delivery/deliver';
import { countTotal, type Stats } from '../delivery/outcomes';
import { failureJson } from '../failure';
import { formatNumber } from '../values';
import type { Words } from './operation';

/** The line above the output: what the run did, e.g. "1,240 events in 13 requests, 2 retries; 3 rejected". */
export function hintText(stats: Stats, words: Words, remark: string): string {
	const units = count(countTotal(stats), words.unit, words.units);
	const requests = count(stats.requests, 'request', 'requests');
	const retries = stats.retries > 0 ? `, ${count(stats.retries, 'retry', 'retries')}` : '';
	const rest = [
		[stats.checked, 'valid, not sent as asked'],
		[stats.rejected, 'rejected'],
		[stats.notSent, 'not sent'],
		[stats.unknown, 'possibly accepted without confirmation'],
	] as const;
	const problems = rest.filter(([number]) => number > 0);
	const tail = problems.map(([number, label]) => `${formatNumber(number)} ${label}`).join(', ');
	const line = `${units} in ${requests}${retries}`;
	return `${line}${tail === '' ? '' : `; ${tail}`}.${remark === '' ? '' : ` ${remark}`}`;
}

/** How far a run got before it stopped, for the message of its error. */
export function progressText(stats: Stats, words: Words, itemCount: number): string {
	const { accepted, unknown } = stats;
	const units = count(accepted, words.unit, words.units);
	const done = `${units} of ${count(itemCount, 'item', 'items')} had been ${words.done}`;
	return unknown === 0 ? `${done}.` : `${done}; for ${formatNumber(unknown)} more it is not known.`;
}

/** The one item that stands for all successes if the node is asked for a summary. */
export function summaryJson(stats: Stats, words: Words, milliseconds: number): IDataObject {
	return { [words.units]: countTotal(stats), ...stats, milliseconds };
}

function count(number: number, one: string, many: string): string {
	return `${formatNumber(number)} ${number === 1 ? one : many}`;
}

/**
 * The error that a node throws if it is set to stop. Text of Kainic or the user is in its description,
 * and not in its message: n8n replaces the message of a NodeApiError that contains one of its error
 * codes. An AI agent sees the message alone.
 */
export function toNodeError(
	node: INode,
	{ indexes, failure }: NonNullable<Delivery<unknown>['firstFailure']>,
	progress: string,
	runsAsTool: boolean,
): NodeApiError | NodeOperationError {
	const itemIndex = indexes[0] ?? 0;
	const headline = `${failure.headline} (item ${itemIndex}).`;
	const description = `${nameOthers(indexes)}${failure.message} ${failure.description}`;
	const message = `${headline} ${runsAsTool ? description : progress}`;
	if (runsAsTool || failure.httpCode === null) {
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
