import type { WaitingFault } from '../faults/fault';
import type { Settings } from '../settings';
import { faultWords } from './fault-words';
import { html, type Html } from './html';
import { counted, empty, section, shortJson, table } from './parts';

export function faultsSection(waiting: readonly WaitingFault[]): Html {
	const content =
		waiting.length === 0
			? empty('Nothing: requests are answered as they should be.')
			: table(['What', 'Endpoint', 'Requests', 'Details'], waiting.map(faultRow));
	return section('faults', 'Waiting for the next requests', content);
}

const shownElsewhere = new Set(['kind', 'endpoint', 'count', 'after', 'probability']);

function faultRow({ fault, left, skip }: WaitingFault): Html {
	const { kind, endpoint, probability } = fault;
	const details = Object.entries(fault).filter(([name]) => !shownElsewhere.has(name));
	const chance = probability === undefined ? '' : `, with a chance of ${probability}`;
	const skipped = skip === 0 ? '' : `, after ${skip} more`;
	return html`<tr data-test-id="waiting-fault">
		<td>${faultWords(kind, 'status' in fault ? fault.status : undefined)}</td>
		<td>${endpoint ?? 'any'}</td>
		<td>${left === 'always' ? 'all' : counted(left, 'request')}${skipped}${chance}</td>
		<td><code>${details.length === 0 ? '' : shortJson(Object.fromEntries(details))}</code></td>
	</tr>`;
}

/** What a workflow's credential needs, and what was changed from the usual. */
export function connectionSection(settings: Settings, url: string): Html {
	const rows: readonly [string, string][] = [
		['Base URL', url],
		['Project ID', settings.projectId],
		['API key', settings.apiKey],
		['Experiment API key', settings.experimentApiKey],
		['Credit', creditText(settings.credit)],
		['Refusals come with', `HTTP ${settings.failureStatus}`],
	];
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

function creditText(credit: number | null): string {
	if (credit === null) return 'no limit';
	return credit === 0 ? 'used up' : `${credit} events`;
}
