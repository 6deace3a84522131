import type { IDataObject } from 'n8n-workflow';
import { countTotal, type Stats } from '../delivery/outcomes';
import type { Words } from './operation';
import { formatNumber } from '../values';

/** The line above the output: what the run did, e.g. "1,240 events in 13 requests, 2 retries; 3 rejected". */
export function hintText(stats: Stats, words: Words, remark: string): string {
	const total = countTotal(stats);
	const unit = total === 1 ? words.unit : words.units;
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
	const line = `${formatNumber(total)} ${unit} in ${requests}${retries}`;
	return `${line}${tail === '' ? '' : `; ${tail}`}.${remark === '' ? '' : ` ${remark}`}`;
}

/** How far a run got before it stopped, for the message of its error. */
export function progressText(stats: Stats, words: Words, itemCount: number): string {
	const { accepted, unknown } = stats;
	const done = `${formatNumber(accepted)} ${accepted === 1 ? words.unit : words.units} of ${count(itemCount, 'item', 'items')} had been ${words.done}`;
	return unknown === 0 ? `${done}.` : `${done}; for ${formatNumber(unknown)} more it is not known.`;
}

/** The one item that stands for all successes if the node is asked for a summary. */
export function summaryJson(stats: Stats, words: Words, milliseconds: number): IDataObject {
	return { [words.units]: countTotal(stats), ...stats, milliseconds };
}

function count(number: number, one: string, many: string): string {
	return `${formatNumber(number)} ${number === 1 ? one : many}`;
}
