import type { WaitingFault } from '../faults/fault';
import type { Settings } from '../settings';
import type { Ledger } from '../state/ledger';
import type { RequestRecord } from '../state/records';
import { summaryOf } from '../state/view';
import { isRecord } from '../values';
import { faultWords } from './fault-words';
import { html, type Html } from './html';
import { counted, grouped, plural, row, section, shortJson, table, time } from './parts';

const shownRows = 10;

export function figures(ledger: Ledger): Html {
	const { events, requests, outcomes, uploads, predictions } = summaryOf(ledger);
	const shown = [
		['events', `${plural(events, 'event')} accepted`, events],
		['requests', plural(requests, 'request'), requests],
		['refused', 'refused', outcomes.refused],
		['not-processed', 'not processed', outcomes.not_processed],
		['predictions', plural(predictions, 'prediction'), predictions],
		['uploads', plural(uploads, 'upload'), uploads],
	] as const;
	return html`<div class="figures">
		${shown.map(
			([id, label, count]) =>
				html`<div class="figure">
					<b data-test-id="figure-${id}">${grouped(count)}</b><span>${label}</span>
				</div>`,
		)}
	</div>`;
}

/** What a workflow's credential needs, and what was changed from the usual. */
export function connectionSection(settings: Settings, url: string): Html {
	const { projectId, apiKey, experimentApiKey, credit, failureStatus } = settings;
	const rows = [
		['Base URL', url],
		['Project ID', projectId],
		['API key', apiKey],
		['Experiment API key', experimentApiKey],
		['Credit', credit === null ? 'no limit' : credit === 0 ? 'used up' : counted(credit, 'event')],
		['Refusals come with', `HTTP ${failureStatus}`],
	] as const;
	return html`<dl class="connection" data-test-id="section-connection">
		${rows.map(
			([name, value]) =>
				html`<div>
					<dt>${name}</dt>
					<dd>${value}</dd>
				</div>`,
		)}
	</dl>`;
}

/** The last accepted events, newest first. */
export function eventsSection({ events }: Ledger): Html {
	const rows = events
		.slice(-shownRows)
		.reverse()
		.map(({ request, trackerId, event: { anon_uid: anonUid, ...rest } }) =>
			row(`#${request}`, trackerId, String(anonUid), html`<code>${shortJson(rest)}</code>`),
		);
	const none = 'None yet. Run a workflow with the Kainic Event node.';
	return section('events', 'Events', table(['Request', 'Tracker', 'Visitor', 'Event'], rows, none));
}

/** The last requests that were refused, never processed, or not answered well, newest first. */
export function problemsSection({ requests }: Ledger): Html {
	const rows: Html[] = [];
	for (let index = requests.length - 1; index >= 0 && rows.length < shownRows; index -= 1) {
		const record = requests[index];
		const reason = record && reasonOf(record);
		if (record === undefined || reason === undefined) continue;
		const { number, receivedAt, endpoint, path, status } = record;
		rows.push(row(`#${number}`, time(receivedAt), endpoint ?? path, status ?? '–', reason));
	}
	const head = ['Request', 'Time', 'Endpoint', 'Status', 'Reason'];
	return section('problems', 'Refused or failed', table(head, rows, 'None yet.'));
}

function reasonOf({ outcome, fault, status, body }: RequestRecord): string | undefined {
	const asAsked = fault === null ? undefined : `${faultWords(fault, status)}, as asked`;
	switch (outcome.type) {
		case 'refused':
			return isCredentialTest(body) ? `${outcome.message} (${credentialTest})` : outcome.message;
		case 'not_processed':
			return asAsked ?? outcome.reason;
		case 'accepted':
			return asAsked && `accepted, but ${asAsked}`;
		case 'pending':
			return undefined;
	}
}

const credentialTest = 'n8n tested a credential, by asking for nothing';

function isCredentialTest(body: unknown): boolean {
	return isRecord(body) && Object.keys(body).join() === 'kainic_pid';
}

const shownElsewhere = new Set(['kind', 'endpoint', 'count', 'after', 'probability']);

export function faultsSection(waiting: readonly WaitingFault[]): Html {
	const rows = waiting.map(({ fault, left, skip }) => {
		const details = Object.entries(fault).filter(([name]) => !shownElsewhere.has(name));
		const chance = fault.probability === undefined ? '' : `, with a chance of ${fault.probability}`;
		const skipped = skip === 0 ? '' : `, after ${skip} more`;
		return html`<tr data-test-id="waiting-fault">
			<td>${faultWords(fault.kind, 'status' in fault ? fault.status : undefined)}</td>
			<td>${fault.endpoint ?? 'any'}</td>
			<td>${left === 'always' ? 'all' : counted(left, 'request')}${skipped}${chance}</td>
			<td><code>${details.length === 0 ? '' : shortJson(Object.fromEntries(details))}</code></td>
		</tr>`;
	});
	const none = 'Nothing: requests are answered as they should be.';
	const content = table(['What', 'Endpoint', 'Requests', 'Details'], rows, none);
	return section('faults', 'Waiting for the next requests', content);
}
