import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';
import type { Delivery, Stats } from '../send/deliver';
import { failureJson, sentence } from '../failure';
import { formatNumber, shortened } from '../values';
import type { Operation } from '../operation';

type Labels = Operation['labels'];

/**
 * The line above the output: what the run did, e.g. "1,233 events in 13 requests, 2 retries; 7 not
 * sent, see the Error Branch."
 */
export function hintText(
	stats: Stats,
	labels: Labels,
	remark: string,
	onError: INode['onError'],
): string {
	const place = onError === 'continueErrorOutput' ? 'the Error Branch' : 'the error of each item';
	const figures = figuresText(stats, labels, place);
	// A remark speaks of what was sent or found valid.
	const hasSubject = remark !== '' && stats.requests + stats.valid > 0;
	return hasSubject ? `${figures} ${remark}` : figures;
}

/** Counts what was accepted, and names the rest: how many units a refused item would have had is not known. */
function figuresText(stats: Stats, labels: Labels, errorPlace: string): string {
	const { accepted, valid, requests, retries } = stats;
	const failed = stats.rejected + stats.notSent + stats.unknown;
	if (requests === 0 && valid > 0) {
		const text = `${count(valid, labels.unit)} ${valid === 1 ? 'is' : 'are'} valid`;
		const rest = failed === 0 ? '' : `; for the rest, see ${errorPlace}`;
		return `${text}${rest}. Nothing was sent (Validate Only).`;
	}
	if (requests === 0 && failed > 0) return `Nothing was sent. For the reason, see ${errorPlace}.`;
	const again = retries > 0 ? `, ${count(retries, 'retry', 'retries')}` : '';
	const sent = `${count(accepted, labels.unit)} in ${count(requests, 'request')}${again}`;
	const problems = problemsText(stats);
	return `${sent}${problems}${failed === 0 ? '' : `, see ${errorPlace}`}.`;
}

function problemsText(stats: Stats): string {
	const { valid, rejected, notSent, itemsNotSent, unknown } = stats;
	const problems = [
		[valid, 'valid and not sent (Validate Only)'],
		[rejected, 'rejected'],
		[notSent - itemsNotSent, 'not sent'],
		[itemsNotSent, `${itemsNotSent === 1 ? 'item' : 'items'} not sent`],
		[unknown, 'possibly accepted without confirmation'],
	] as const;
	const found = problems.filter(([number]) => number > 0);
	const text = found.map(([number, label]) => `${formatNumber(number)} ${label}`).join(', ');
	return text === '' ? '' : `; ${text}`;
}

/**
 * How far a run got before it stopped, for the message of its error. With *Retry On Fail* n8n runs the
 * node again, and each try knows only its own.
 */
export function progressText(stats: Stats, labels: Labels, retryOnFail: boolean): string {
	const { accepted, unknown, requests } = stats;
	const units = (number: number): string => count(number, labels.unit);
	const where = retryOnFail ? ' in this try' : '';
	if (accepted === 0) {
		const done = requests === 0 ? (labels.unsent ?? labels.done) : labels.done;
		if (unknown === 0) return `Nothing was ${done}${where}.`;
		return `It is not known whether ${units(unknown)} ${unknown === 1 ? 'was' : 'were'} ${labels.done}${where}.`;
	}
	const done = `${units(accepted)} had been ${labels.done}${where}`;
	return unknown === 0
		? `${done}.`
		: `${done}; for ${formatNumber(unknown)} more the result is unknown.`;
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

/**
 * The error that a node throws if it is set to stop. Its message says what failed and how far the run got:
 * the error workflow sees nothing else. An AI agent hears only the message too, and needs the advice.
 */
export function toNodeError(
	node: INode,
	{ indexes, failure }: NonNullable<Delivery['firstFailure']>,
	run: { readonly itemCount: number; readonly progress: string; readonly runsAsTool: boolean },
): NodeApiError | NodeOperationError {
	const items = nameItems(indexes, run.itemCount);
	const [itemIndex] = indexes;
	const place = items === '' || itemIndex === undefined ? {} : { itemIndex };
	const meaning = failure.quoted ? `${failure.headline}. ` : '';
	const description = `${meaning}${failure.description}`;
	// A check names its item itself; that of the whole run has none before its reason, in lower case.
	const shown = sentence({ ...failure, message: shortened(failure.message, longestReason) });
	const said = failure.code === 'canceled' ? `${failure.headline}.` : shown;
	const reason = `${failure.attempts === 0 ? '' : items}${said}`;
	const [first = '', ...rest] = `${reason} ${run.runsAsTool ? description : run.progress}`;
	const options = { description, ...place };
	const error =
		failure.httpCode === null
			? new NodeOperationError(node, 'Stopped', options)
			: new NodeApiError(node, failureJson(failure), {
					...options,
					message: 'Stopped',
					httpCode: String(failure.httpCode),
				});
	// n8n replaces a message that holds one of its error codes, even inside a word, unless it is set afterwards.
	return Object.assign(error, { message: first.toUpperCase() + rest.join('') });
}

/** The editor shows a longer message only in part, without how far the run got. */
const longestReason = 240;

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
