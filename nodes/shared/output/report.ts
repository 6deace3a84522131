import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';
import type { Delivery, Stats } from '../send/deliver';
import { failureJson, sentence } from '../failure';
import { formatNumber, shortened } from '../values';
import type { Operation } from '../operation';

type Labels = Operation['labels'];

/**
 * The line above the output: what was accepted, and what else became of the rest, e.g. "1,233 events in
 * 13 requests, 2 retries; 7 not sent, see the Error Branch." A remark of the node is about what was sent
 * or found valid.
 */
export function hintText(
	stats: Stats,
	labels: Labels,
	remark: string,
	onError: INode['onError'],
): string {
	const { accepted, valid, rejected, notSent, itemsNotSent, unknown, requests, retries } = stats;
	const place = onError === 'continueErrorOutput' ? 'the Error Branch' : 'the error of each item';
	const hasFailed = rejected + notSent + unknown > 0;
	const end = remark === '' ? '' : ` ${remark}`;
	if (requests === 0 && valid > 0) {
		const rest = hasFailed ? `; for the rest, see ${place}` : '';
		const areValid = `${count(valid, labels.unit)} ${valid === 1 ? 'is' : 'are'} valid`;
		return `${areValid}${rest}. Nothing was sent (Validate Only).${end}`;
	}
	if (requests === 0 && hasFailed) return `Nothing was sent. For the reason, see ${place}.`;
	const others = [
		[valid, 'valid and not sent (Validate Only)'],
		[rejected, 'rejected'],
		[notSent - itemsNotSent, 'not sent'],
		[itemsNotSent, `${itemsNotSent === 1 ? 'item' : 'items'} not sent`],
		[unknown, 'possibly accepted without confirmation'],
	] as const;
	const again = retries > 0 ? `, ${count(retries, 'retry', 'retries')}` : '';
	const sent = `${count(accepted, labels.unit)} in ${count(requests, 'request')}${again}`;
	const found = others.filter(([number]) => number > 0);
	const rest = found.map(([number, label]) => `${formatNumber(number)} ${label}`).join(', ');
	return `${sent}${rest === '' ? '' : `; ${rest}`}${hasFailed ? `, see ${place}` : ''}.${end}`;
}

/**
 * How far a run got before it stopped, for the message of its error. With *Retry On Fail* n8n runs the
 * node again, and each try knows only its own.
 */
export function progressText(stats: Stats, labels: Labels, retryOnFail: boolean): string {
	const { accepted, unknown, requests } = stats;
	const where = retryOnFail ? ' in this try' : '';
	if (accepted > 0) {
		const more = unknown === 0 ? '' : `; for ${formatNumber(unknown)} more the result is unknown`;
		return `${count(accepted, labels.unit)} had been ${labels.done}${where}${more}.`;
	}
	const done = requests === 0 ? (labels.unsent ?? labels.done) : labels.done;
	if (unknown === 0) return `Nothing was ${done}${where}.`;
	const were = `${count(unknown, labels.unit)} ${unknown === 1 ? 'was' : 'were'}`;
	return `It is not known whether ${were} ${labels.done}${where}.`;
}

/** The one item that stands for all successes if the node is asked for a summary. Items that were not planned are no units. */
export function summaryJson(stats: Stats, labels: Labels, milliseconds: number): IDataObject {
	const { accepted, valid, rejected, unknown } = stats;
	const notSent = stats.notSent - stats.itemsNotSent;
	const units = accepted + valid + rejected + notSent + unknown;
	return { [`${labels.unit}s`]: units, ...stats, notSent, milliseconds };
}

function count(number: number, one: string, many = `${one}s`): string {
	return `${formatNumber(number)} ${number === 1 ? one : many}`;
}

/** The editor shows a longer message only in part, without how far the run got. */
const maxReasonLength = 240;

/**
 * The error that a node throws if it is set to stop. Its message says what failed and how far the run got:
 * the error workflow sees nothing else. An AI agent hears only the message too, and needs the advice.
 */
export function toNodeError(
	node: INode,
	{ indexes, failure }: NonNullable<Delivery['firstFailure']>,
	run: { readonly itemCount: number; readonly progress: string; readonly runsAsTool: boolean },
): NodeApiError | NodeOperationError {
	const meaning = failure.quoted ? `${failure.headline}. ` : '';
	const description = `${meaning}${failure.description}`;
	const items = nameItems(indexes, run.itemCount);
	// A failed check already names its item. A check of the whole run names none, and begins in lower case.
	const place = failure.attempts === 0 ? '' : items;
	const shown = sentence({ ...failure, message: shortened(failure.message, maxReasonLength) });
	const reason = failure.code === 'canceled' ? `${failure.headline}.` : shown;
	const text = `${place}${reason} ${run.runsAsTool ? description : run.progress}`;
	const options = { description, ...(items !== '' && { itemIndex: indexes[0] }) };
	const error =
		failure.httpCode === null
			? new NodeOperationError(node, 'Stopped', options)
			: new NodeApiError(node, failureJson(failure), {
					...options,
					message: 'Stopped',
					httpCode: String(failure.httpCode),
				});
	// n8n replaces a message that holds one of its error codes, even inside a word, unless it is set afterwards.
	return Object.assign(error, { message: text.charAt(0).toUpperCase() + text.slice(1) });
}

/**
 * The items that failed together, since it is not known which one is to blame; empty if the failure
 * is not about certain items, or is about all of them.
 */
function nameItems(indexes: readonly number[], itemCount: number): string {
	const [first = 0, ...others] = indexes;
	const last = others.at(-1);
	if (indexes.length === 0 || indexes.length === itemCount) return '';
	if (last === undefined) return `Item ${first}: `;
	if (last - first === others.length) return `Items ${first} to ${last}: `;
	const shown = indexes.slice(0, 3).join(', ');
	return `Items ${shown}${indexes.length > 3 ? ' and others' : ''}: `;
}
