import type { IDataObject } from 'n8n-workflow';
import type { Figures } from '../delivery/tally';
import type { Operation } from './operation';

type Words = Operation<unknown>['words'];

/** The line above the output: what the run did, e.g. "1,240 events in 13 requests, 2 retries; 3 rejected". */
export function hintText(figures: Figures, words: Words, remark: string): string {
	const unit = figures.total === 1 ? words.unit : words.units;
	const requests = count(figures.requests, 'request', 'requests');
	const retries = figures.retries > 0 ? `, ${count(figures.retries, 'retry', 'retries')}` : '';
	const rest = [
		[figures.checked, 'valid, not sent as asked'],
		[figures.rejected, 'rejected'],
		[figures.notSent, 'not sent'],
		[figures.unknown, 'of unknown fate'],
	] as const;
	const problems = rest.filter(([number]) => number > 0);
	const tail = problems.map(([number, label]) => `${format(number)} ${label}`).join(', ');
	const line = `${format(figures.total)} ${unit} in ${requests}${retries}`;
	return `${line}${tail === '' ? '' : `; ${tail}`}.${remark === '' ? '' : ` ${remark}`}`;
}

/** How far a run got before it stopped, for the message of its error. */
export function progressText(figures: Figures, words: Words, itemCount: number): string {
	const { accepted, unknown } = figures;
	const done = `${format(accepted)} ${accepted === 1 ? words.unit : words.units} of ${count(itemCount, 'item', 'items')} had been ${words.done}`;
	return unknown === 0 ? `${done}.` : `${done}; of ${format(unknown)} more it is not known.`;
}

/** The one item that stands for all successes when the node is asked for a summary. */
export function summaryJson(figures: Figures, words: Words, milliseconds: number): IDataObject {
	const { total, ...rest } = figures;
	return { [words.units]: total, ...rest, milliseconds };
}

function count(number: number, one: string, many: string): string {
	return `${format(number)} ${number === 1 ? one : many}`;
}

function format(number: number): string {
	return number.toLocaleString('en-US');
}
