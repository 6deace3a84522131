import type { Ledger } from '../state/ledger';
import type { AcceptedEvent, RequestRecord } from '../state/records';
import { summaryOf } from '../state/view';
import { faultWords } from './fault-words';
import { html, type Html } from './html';
import { empty, grouped, plural, section, shortJson, table, time } from './parts';

const shownRows = 10;

export function figures(ledger: Ledger): Html {
	const { events, requests, outcomes, uploads, predictions } = summaryOf(ledger);
	return html`<div class="figures">
		${figure('events', `${plural(events, 'event')} accepted`, events)}
		${figure('requests', plural(requests, 'request'), requests)}
		${figure('refused', 'refused', outcomes.refused)}
		${figure('not-processed', 'not processed', outcomes.not_processed)}
		${figure('predictions', plural(predictions, 'prediction'), predictions)}
		${figure('uploads', plural(uploads, 'upload'), uploads)}
	</div>`;
}

function figure(id: string, label: string, count: number): Html {
	return html`<div class="figure">
		<b data-test-id="figure-${id}">${grouped(count)}</b><span>${label}</span>
	</div>`;
}

/** The last accepted events, newest first. */
export function eventsSection({ events }: Ledger): Html {
	const rows = events.slice(-shownRows).reverse().map(eventRow);
	const content =
		rows.length === 0
			? empty('None yet. Run a workflow with the Kainic Event node.')
			: table(['Request', 'Tracker', 'Visitor', 'Event'], rows);
	return section('events', 'Events', content);
}

function eventRow({ request, trackerId, event }: AcceptedEvent): Html {
	const { anon_uid: anonUid, ...rest } = event;
	return html`<tr>
		<td>#${request}</td>
		<td>${trackerId}</td>
		<td>${String(anonUid)}</td>
		<td><code>${shortJson(rest)}</code></td>
	</tr>`;
}

/** The last requests that were refused, never processed, or not answered well, newest first. */
export function problemsSection({ requests }: Ledger): Html {
	const rows = lastProblems(requests).map(problemRow);
	const content =
		rows.length === 0
			? empty('None yet.')
			: table(['Request', 'Time', 'Endpoint', 'Status', 'Reason'], rows);
	return section('problems', 'Refused or failed', content);
}

function lastProblems(requests: readonly RequestRecord[]): RequestRecord[] {
	const found: RequestRecord[] = [];
	for (let index = requests.length - 1; index >= 0 && found.length < shownRows; index -= 1) {
		const record = requests[index];
		if (record && reasonOf(record) !== undefined) found.push(record);
	}
	return found;
}

function problemRow(record: RequestRecord): Html {
	return html`<tr>
		<td>#${record.number}</td>
		<td>${time(record.receivedAt)}</td>
		<td>${record.endpoint ?? record.path}</td>
		<td>${record.status ?? '–'}</td>
		<td>${reasonOf(record) ?? ''}</td>
	</tr>`;
}

function reasonOf({ outcome, fault, status }: RequestRecord): string | undefined {
	const asAsked = fault === null ? undefined : `${faultWords(fault, status)}, as asked`;
	switch (outcome.type) {
		case 'refused':
			return outcome.message;
		case 'not_processed':
			return asAsked ?? outcome.reason;
		case 'accepted':
			return asAsked && `accepted, but ${asAsked}`;
		case 'pending':
			return undefined;
	}
}
