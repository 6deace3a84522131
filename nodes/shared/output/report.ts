import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';
import { failureJson, sentence, withWhere, type Failure } from '../failure';
import { failureKinds } from '../failure-codes';
import { formatNumber, shortened } from '../values';
import type { Operation } from '../operation';
import type { FirstFailure, Stats } from '../send/results';

/** How n8n names the cause of an error. */
type NodeFailure = NonNullable<NodeOperationError['failure']>;

type Labels = Operation<unknown>['labels'];

/**
 * The line above the output, e.g. "1,233 events were accepted in 13 requests (2 retries). 7 events were not sent.
 * For the reasons, see the Error Branch." Leaves out the `remark` if nothing was sent or valid.
 */
export function hintText(
	stats: Stats,
	labels: Labels,
	remark: string,
	onError: INode['onError'],
): string {
	const { accepted, valid, rejected, notSent, itemsNotSent, unknown, requests, retries } = stats;
	const place =
		onError === 'continueErrorOutput'
			? 'the Error Branch'
			: "the field 'error' of each failed item";
	const hasFailed = rejected + notSent + unknown > 0;
	const end = remark === '' ? '' : ` ${remark}`;
	if (requests === 0 && valid > 0) {
		const rest = hasFailed ? ` For the other items, see ${place}.` : '';
		const areValid = `${count(valid, labels.unit)} ${valid === 1 ? 'is' : 'are'} valid`;
		return `${areValid}.${rest} Nothing was sent ('Validate Only').${end}`;
	}
	if (requests === 0 && hasFailed) return `Nothing was sent. For the reason, see ${place}.`;
	const others = [
		[valid, labels.unit, "valid and not sent ('Validate Only')"],
		[rejected, labels.unit, 'rejected'],
		[notSent - itemsNotSent, labels.unit, 'not sent'],
		[itemsNotSent, 'item', 'not sent'],
		[unknown, labels.unit, 'possibly accepted, but not confirmed'],
	] as const;
	const again = retries > 0 ? ` (${count(retries, 'retry', 'retries')})` : '';
	const sent = `${were(accepted, labels.unit)} ${labels.done} in ${count(requests, 'request')}${again}.`;
	const rest = others
		.filter(([number]) => number > 0)
		.map(([number, unit, what]) => ` ${were(number, unit)} ${what}.`)
		.join('');
	return `${sent}${twiceText(stats, labels)}${rest}${hasFailed ? ` For the reasons, see ${place}.` : ''}${end}`;
}

/** How far a run got before its error. With *Retry On Fail*, the text is about one try. */
export function progressText(stats: Stats, labels: Labels, retryOnFail: boolean): string {
	const { accepted, unknown, requests } = stats;
	const where = retryOnFail ? ' in this try' : '';
	if (accepted > 0) {
		const more = unknown === 0 ? '' : ` For ${formatNumber(unknown)} more, the result is unknown.`;
		const twice = twiceText(stats, labels);
		return `${were(accepted, labels.unit)} ${labels.done}${where} before the run stopped.${twice}${more}`;
	}
	const done = requests === 0 ? (labels.unsent ?? labels.done) : labels.done;
	if (unknown === 0) return `Nothing was ${done}${where}.`;
	return `It is unknown whether ${were(unknown, labels.unit)} ${labels.done}${where}.`;
}

/** How many of the accepted ones Kainic may have accepted twice. Empty if none, or if that does not matter. */
function twiceText({ mayBeAcceptedTwice: twice }: Stats, labels: Labels): string {
	if (twice === 0 || labels.twice === undefined) return '';
	return ` Of these, ${formatNumber(twice)} may have been ${labels.twice}.`;
}

/** The JSON of the summary item. Leaves out items that were not planned, because the number of their units is unknown. */
export function summaryJson(stats: Stats, labels: Labels, milliseconds: number): IDataObject {
	const { accepted, valid, rejected, unknown } = stats;
	const notSent = stats.notSent - stats.itemsNotSent;
	const units = accepted + valid + rejected + notSent + unknown;
	return { [`${labels.unit}s`]: units, ...stats, notSent, milliseconds };
}

/** E.g. "2 events were". */
function were(number: number, unit: string): string {
	return `${count(number, unit)} ${number === 1 ? 'was' : 'were'}`;
}

function count(number: number, one: string, many = `${one}s`): string {
	return `${formatNumber(number)} ${number === 1 ? one : many}`;
}

/** E.g. "2 input items were in the control group." Empty if there are none. */
export function secondOutputText(number: number, { unit, secondOutput }: Labels): string {
	if (number === 0 || secondOutput === undefined) return '';
	return `${were(number, unit)} ${secondOutput}.`;
}

/** The editor cuts long messages, and would then hide how far the run got. */
const maxReasonLength = 240;

/**
 * The error that a node throws if it is set to stop. The error workflow and an AI agent see only the message. So the
 * message says what failed, and how far the run got (for an agent: the advice).
 */
export function toNodeError(
	node: INode,
	{ indexes, failure }: FirstFailure,
	run: { readonly itemCount: number; readonly progress: string; readonly runsAsTool: boolean },
): NodeApiError | NodeOperationError {
	const meaning = failure.quoted ? `${failure.headline}. ` : '';
	const description = `${meaning}${failure.description}`;
	const told = sentence({ ...failure, message: shortened(failure.message, maxReasonLength) });
	const reason = failure.code === 'canceled' ? `${failure.headline}.` : told;
	const text = `${reason} ${run.runsAsTool ? description : run.progress}`;
	const cause = causeOf(failure);
	const where = failure.where ?? whereOf(indexes, run.itemCount);
	const options = {
		description,
		...(where !== null && { itemIndex: indexes[0] }),
		...(cause !== undefined && { failure: cause }),
	};
	const error =
		failure.httpCode === null
			? new NodeOperationError(node, 'Stopped', options)
			: new NodeApiError(node, failureJson(failure), {
					...options,
					message: 'Stopped',
					httpCode: String(failure.httpCode),
				});
	// n8n replaces a message that contains an error code of n8n, even inside a word. So we set the message afterwards.
	return Object.assign(error, { message: withWhere(text, where) });
}

/** Names the items of a failed request. Null if the failure is about no particular item, or about all items. */
function whereOf(indexes: readonly number[], itemCount: number): string | null {
	const [first, ...others] = indexes;
	const last = others.at(-1);
	if (first === undefined || indexes.length === itemCount) return null;
	if (last === undefined) return `item ${first}`;
	if (last - first === others.length) return `items ${first} to ${last}`;
	const listed = indexes.slice(0, 3).join(', ');
	return `items ${listed}${indexes.length > 3 ? ' and others' : ''}`;
}

/** The cause in n8n's words, for n8n's assistants. Undefined if n8n has no word for the cause. */
function causeOf({ code, retryAfter }: Failure): NodeFailure | undefined {
	const wait = retryAfter > 0 ? { retryAfterMs: retryAfter } : {};
	switch (code) {
		case 'rate_limited':
			return { cause: 'rate-limited', ...wait };
		case 'server_error':
		case 'timeout':
			return { cause: 'temporarily-unavailable', ...wait };
		case 'credit':
			return { cause: 'quota-exhausted' };
		case 'unauthorized':
			return { cause: 'credential-invalid' };
		case 'unknown_store':
			return { cause: 'configuration-invalid' };
		default: {
			// If all requests to a tracker, model or experiment fail, its settings in the Kainic Console are wrong.
			const { scope } = failureKinds[code];
			const isSetting = scope !== 'request' && scope !== 'run';
			return isSetting ? { cause: 'configuration-invalid' } : undefined;
		}
	}
}
