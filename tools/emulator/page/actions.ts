import type { Fault } from '../faults/fault';
import type { SettingsPatch } from '../settings';
import { html, type Html } from './html';

/** Of a button: its ID, its label, what it means, and what it sends. */
type Action<Sent> = readonly [id: string, label: string, hint: string, sent: Sent];

const busy: Fault = { kind: 'answer', status: 503, headers: { 'retry-after': '2' } };
const tooMany: Fault = { kind: 'answer', status: 429 };
const reset: Fault = { kind: 'drop', at: 'request' };
const resetAfter: Fault = { kind: 'drop', at: 'after_request' };

const faults: ReadonlyArray<Action<Fault>> = [
	['fault-503', 'Kainic is busy (503)', 'Asks to wait 2 seconds; not processed', busy],
	['fault-503-five', 'Busy five times', 'The same for five requests', { ...busy, count: 5 }],
	['fault-429', 'Too many requests (429)', 'Not processed', tooMany],
	['fault-hang', 'No answer', 'The request is taken and never answered', { kind: 'hang' }],
	['fault-reset', 'Connection breaks', 'Before the request is read', reset],
	['fault-reset-after', 'Accepted, but the connection breaks', 'n8n cannot know', resetAfter],
	[
		'fault-truncate',
		'Accepted, but the answer is cut off',
		'Half of its JSON',
		{ kind: 'truncate' },
	],
	['fault-html', "A proxy's error page (502)", 'Not processed', { kind: 'html', status: 502 }],
	['fault-refuse-key', 'API key refused (401)', 'As if it were wrong', { kind: 'refuse_key' }],
];

const statusHint = 'Kainic does not document which it is';

const changes: ReadonlyArray<Action<SettingsPatch>> = [
	['credit-none', 'Credit used up', 'Events and uploads are refused', { credit: 0 }],
	['credit-refill', 'Credit topped up', 'No limit on the credit', { credit: null }],
	['failures-200', 'Refusals with HTTP 200', statusHint, { failureStatus: 200 }],
	['failures-400', 'Refusals with HTTP 400', statusHint, { failureStatus: 400 }],
];

const clearFaults = ['clear-faults', 'Forget what waits', 'No fault waits any more', null] as const;
const clearAll = ['clear-all', 'Clear all', 'As after the start', null] as const;

/** The buttons. Each sends one request to the management API. */
export function actionsPanel(): Html {
	return html`<section class="actions" aria-label="Actions">
		${group(
			'Let the next request meet',
			faults.map((fault) => button(fault, 'POST', 'faults')),
		)}
		${group(
			'From now on',
			changes.map((change) => button(change, 'PATCH', 'settings')),
		)}
		${group('Start again', [
			button(clearFaults, 'DELETE', 'faults'),
			button(clearAll, 'DELETE', 'state'),
		])}
	</section>`;
}

function group(title: string, buttons: readonly Html[]): Html {
	return html`<div class="group">
		<h2>${title}</h2>
		<div class="buttons">${buttons}</div>
	</div>`;
}

function button(
	[id, label, hint, sent]: Action<object | null>,
	method: string,
	path: string,
): Html {
	return html`<button
		type="button"
		data-test-id="${id}"
		title="${hint}"
		data-method="${method}"
		data-path="/_emulator/${path}"
		data-body="${sent === null ? '' : JSON.stringify(sent)}"
	>
		${label}
	</button>`;
}
