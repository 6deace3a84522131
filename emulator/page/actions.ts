import type { Fault } from '../faults/fault';
import type { SettingsPatch } from '../settings';
import { html, type Html } from './html';

/** A button that sends one request to the management API. */
interface Action {
	id: string;
	label: string;
	hint: string;
	method: 'POST' | 'PATCH' | 'DELETE';
	path: string;
	body?: Fault | SettingsPatch;
}

function inject(id: string, label: string, hint: string, fault: Fault): Action {
	return { id, label, hint, method: 'POST', path: 'faults', body: fault };
}

function change(id: string, label: string, hint: string, patch: SettingsPatch): Action {
	return { id, label, hint, method: 'PATCH', path: 'settings', body: patch };
}

const busy: Fault = { kind: 'answer', status: 503, headers: { 'retry-after': '2' } };

const nextRequestFaults: readonly Action[] = [
	inject('fault-503', '503', 'Busy, Retry-After of 2 seconds; not processed', busy),
	inject('fault-503-five', '503 × 5', 'The same for five requests', { ...busy, count: 5 }),
	inject('fault-429', '429', 'Too many requests, without a Retry-After', {
		kind: 'answer',
		status: 429,
	}),
	inject('fault-hang', 'No answer', 'The request is taken and never answered', { kind: 'hang' }),
	inject('fault-reset', 'Reset', 'The connection breaks before the request is read', {
		kind: 'drop',
		at: 'request',
	}),
	inject('fault-reset-after', 'Accepted, then reset', 'Processed, but the client cannot know', {
		kind: 'drop',
		at: 'after_request',
	}),
	inject('fault-truncate', 'Half an answer', 'Processed; the JSON is cut in half', {
		kind: 'truncate',
	}),
	inject('fault-html', 'HTML', 'A web page in place of JSON, status 502', {
		kind: 'html',
		status: 502,
	}),
	inject('fault-refuse-key', 'Key refused', 'As if the API key were wrong', {
		kind: 'refuse_key',
	}),
];

const lastingChanges: readonly Action[] = [
	change('credit-none', 'Use up the credit', 'Events and uploads are dismissed', { credit: 0 }),
	change('credit-refill', 'Top up', 'No limit on the credit', { credit: null }),
	change('failures-200', 'Failures as 200', 'Fail envelopes come under status 200', {
		failureStatus: 200,
	}),
	change('failures-400', 'Failures as 400', 'Fail envelopes come under status 400', {
		failureStatus: 400,
	}),
];

const clearings: readonly Action[] = [
	{
		id: 'clear-faults',
		label: 'Clear faults',
		hint: 'No fault waits any more',
		method: 'DELETE',
		path: 'faults',
	},
	{
		id: 'clear-all',
		label: 'Clear all',
		hint: 'Everything received, all faults, and changed settings',
		method: 'DELETE',
		path: 'state',
	},
];

export function actionsPanel(): Html {
	return html`<section class="actions" aria-label="Actions">
		${group('Next request', nextRequestFaults)} ${group('From now on', lastingChanges)}
		${group('Start again', clearings)}
	</section>`;
}

function group(title: string, actions: readonly Action[]): Html {
	return html`<div class="group">
		<h2>${title}</h2>
		<div class="buttons">${actions.map(button)}</div>
	</div>`;
}

function button({ id, label, hint, method, path, body }: Action): Html {
	return html`<button
		type="button"
		data-test-id="${id}"
		title="${hint}"
		data-method="${method}"
		data-path="/_emulator/${path}"
		data-body="${body === undefined ? '' : JSON.stringify(body)}"
	>
		${label}
	</button>`;
}
