import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';
import type { Delivery } from '../delivery/deliver';
import { countTotal, type Stats } from '../delivery/outcomes';
import { failureJson, sentence } from '../failure';
import { formatNumber } from '../values';
import type { Words } from './operation';

/**
 * The line above the output: what the run did, e.g. "1,233 events in 13 requests, 2 retries; 7 not
 * sent, see the Error output."
 */
export function hintText(
	stats: Stats,
	words: Words,
	remark: string,
	onError: INode['onError'],
): string {
	const place = onError === 'continueErrorOutput' ? 'the Error output' : 'the error of each item';
	const figures = figuresText(stats, words, place);
	// A remark speaks of what was sent or found valid.
	const hasSubject = remark !== '' && stats.requests + stats.checked > 0;
	return hasSubject ? `${figures} ${remark}` : figures;
}

/** Counts what was accepted, and names the rest: how many units a refused item would have had is not known. */
function figuresText(stats: Stats, words: Words, errorPlace: string): string {
	const { accepted, checked, requests, retries } = stats;
	const failed = stats.rejected + stats.notSent + stats.unknown;
	if (requests === 0 && checked > 0) {
		const valid = `${count(checked, words.unit, words.units)} ${checked === 1 ? 'is' : 'are'} valid`;
		const rest = failed === 0 ? '' : `; for the rest, see ${errorPlace}`;
		return `${valid}${rest}. Nothing was sent (Validate Only).`;
	}
	if (requests === 0 && failed > 0) return `Nothing was sent. For the reason, see ${errorPlace}.`;
	const again = retries > 0 ? `, ${count(retries, 'retry', 'retries')}` : '';
	const sent = `${count(accepted, words.unit, words.units)} in ${count(requests, 'request', 'requests')}${again}`;
	const problems = problemsText(stats);
	return `${sent}${problems}${failed === 0 ? '' : `, see ${errorPlace}`}.`;
}

function problemsText(stats: Stats): string {
	const { checked, rejected, notSent, itemsNotSent, itemsInPart, unknown } = stats;
	const problems = [
		[checked, 'valid and not sent (Validate Only)'],
		[rejected, 'rejected'],
		[notSent - itemsNotSent - itemsInPart, 'not sent'],
		[itemsNotSent, `${itemsNotSent === 1 ? 'item' : 'items'} not sent`],
		[itemsInPart, `${itemsInPart === 1 ? 'item' : 'items'} not sent whole`],
		[unknown, 'possibly accepted without confirmation'],
	] as const;
	const found = problems.filter(([number]) => number > 0);
	const text = found.map(([number, label]) => `${formatNumber(number)} ${label}`).join(', ');
	return text === '' ? '' : `; ${text}`;
}

/**
 * How far a run got before it stopped, for the message of its error. With *Retry On Fail* n8n runs the
 * node again, and no try knows of another.
 */
export function progressText(
	stats: Stats,
	words: Words,
	itemCount: number,
	retryOnFail: boolean,
): string {
	const { accepted, unknown } = stats;
	const units = (number: number): string => count(number, words.unit, words.units);
	const where = retryOnFail ? ' in this try' : '';
	if (accepted === 0) {
		if (unknown === 0) return `Nothing was ${words.done}${where}.`;
		return `It is not known whether ${units(unknown)} ${unknown === 1 ? 'was' : 'were'} ${words.done}${where}.`;
	}
	const all = count(itemCount, 'item', 'items');
	const done = `${units(accepted)} of ${all} had been ${words.done}${where}`;
	return unknown === 0 ? `${done}.` : `${done}; for ${formatNumber(unknown)} more it is not known.`;
}

/** The one item that stands for all successes if the node is asked for a summary. */
export function summaryJson(stats: Stats, words: Words, milliseconds: number): IDataObject {
	const { accepted, checked, rejected, notSent, unknown, requests, retries } = stats;
	const figures = { accepted, checked, rejected, notSent, unknown, requests, retries };
	return { [words.units]: countTotal(stats), ...figures, milliseconds };
}

function count(number: number, one: string, many: string): string {
	return `${formatNumber(number)} ${number === 1 ? one : many}`;
}

/** How a run ended that stopped at a failure. */
interface Stop {
	readonly firstFailure: NonNullable<Delivery<unknown>['firstFailure']>;
	readonly itemCount: number;
	/** How far the run got. */
	readonly progress: string;
	readonly runsAsTool: boolean;
}

/**
 * The error that a node throws if it is set to stop. Text of Kainic or the user is in its description,
 * and not in its message: n8n replaces the message of a NodeApiError that contains one of its error
 * codes. An AI agent sees the message alone.
 */
export function toNodeError(
	node: INode,
	{ firstFailure: { indexes, failure }, itemCount, progress, runsAsTool }: Stop,
): NodeApiError | NodeOperationError {
	const items = nameItems(indexes, itemCount);
	const description = `${sentence(failure)} ${failure.description}`;
	const message = `${failure.headline}${items}. ${runsAsTool ? description : progress}`;
	const [itemIndex] = indexes;
	const place = items === '' || itemIndex === undefined ? {} : { itemIndex };
	if (runsAsTool || failure.httpCode === null) {
		return new NodeOperationError(node, message, { description, ...place });
	}
	return new NodeApiError(node, failureJson(failure), {
		message,
		description,
		...place,
		httpCode: String(failure.httpCode),
	});
}

/**
 * The items that failed together, since it is not known which one is to blame; empty if the failure is
 * none of single items, or one of all.
 */
function nameItems(indexes: readonly number[], itemCount: number): string {
	const [first = 0, ...others] = indexes;
	const last = others.at(-1);
	if (indexes.length === 0 || indexes.length === itemCount) return '';
	if (last === undefined) return ` (item ${first})`;
	if (last - first === others.length) return ` (items ${first} to ${last})`;
	const shown = indexes.slice(0, 3).join(', ');
	return ` (items ${shown}${indexes.length > 3 ? ' and others' : ''})`;
}
