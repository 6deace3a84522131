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
	inject('fault-503', 'Kainic is busy (503)', 'Asks to wait 2 seconds; not processed', busy),
	inject('fault-503-five', 'Busy five times', 'The same for five requests', { ...busy, count: 5 }),
	inject('fault-429', 'Too many requests (429)', 'Without a time to wait; not processed', {
		kind: 'answer',
		status: 429,
	}),
	inject('fault-hang', 'No answer', 'The request is taken and never answered', { kind: 'hang' }),
	inject('fault-reset', 'Connection breaks', 'Before the request is read', {
		kind: 'drop',
		at: 'request',
	}),
	inject(
		'fault-reset-after',
		'Accepted, but the connection breaks',
		'Processed, but n8n cannot know',
		{ kind: 'drop', at: 'after_request' },
	),
	inject('fault-truncate', 'Accepted, but the answer is cut off', 'Processed; half of its JSON', {
		kind: 'truncate',
	}),
	inject('fault-html', "A proxy's error page (502)", 'HTML in place of JSON; not processed', {
		kind: 'html',
		status: 502,
	}),
	inject('fault-refuse-key', 'API key refused (401)', 'As if the API key were wrong', {
		kind: 'refuse_key',
	}),
];

const lastingChanges: readonly Action[] = [
	change('credit-none', 'Credit used up', 'Events and uploads are refused', { credit: 0 }),
	change('credit-refill', 'Credit topped up', 'No limit on the credit', { credit: null }),
	change('failures-200', 'Refusals with HTTP 200', 'Kainic documents no status', {
		failureStatus: 200,
	}),
	change('failures-400', 'Refusals with HTTP 400', 'Kainic documents no status', {
		failureStatus: 400,
	}),
];

const clearings: readonly Action[] = [
	{
		id: 'clear-faults',
		label: 'Forget what waits',
		hint: 'Requests are answered as they should be',
		method: 'DELETE',
		path: 'faults',
	},
	{
		id: 'clear-all',
		label: 'Clear all',
		hint: 'Everything received, all that waits, and changed settings',
		method: 'DELETE',
		path: 'state',
	},
];

export function actionsPanel(): Html {
	return html`<section class="actions" aria-label="Actions">
		${group('Let the next request meet', nextRequestFaults)} ${group('From now on', lastingChanges)}
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
