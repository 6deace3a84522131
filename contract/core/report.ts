import { findingsOf } from './findings';
import type { Check, EndReason, Entry, Finding, Probe } from './model';
import { listProbes } from './probes';
import { createQuote } from './quote';
import { readOutcome, type Reading } from './reading';
import { Seen } from './seen';
import { reportedValues } from './values';

/** A request as the report shows it, without IDs and without a key. */
export interface ReportedRequest {
	readonly probe: string;
	readonly title: string;
	readonly path: string;
	readonly key: string;
	readonly contentType: string;
	readonly body: string;
	readonly attempts: number;
	readonly status: number | null;
	readonly answer: string;
}

/** What a run found out. */
export interface Report {
	readonly tool: 'n8n-nodes-kainic contract check';
	readonly version: 1;
	readonly end: EndReason;
	readonly allowEvents: boolean;
	readonly limits: boolean;
	readonly counts: {
		readonly confirmed: number;
		readonly different: number;
		readonly open: number;
	};
	readonly findings: readonly Finding[];
	readonly requests: readonly ReportedRequest[];
}

export function reportOf(check: Check, entries: readonly Entry[], end: EndReason): Report {
	const findings = findingsOf(check, entries);
	const count = (wanted: Finding['verdict']) =>
		findings.filter(({ verdict }) => verdict === wanted).length;
	return {
		tool: 'n8n-nodes-kainic contract check',
		version: 1,
		end,
		allowEvents: check.allowEvents,
		limits: check.limits,
		counts: { confirmed: count('confirmed'), different: count('different'), open: count('open') },
		findings,
		requests: requestsOf(check, entries),
	};
}

function requestsOf(check: Check, entries: readonly Entry[]): readonly ReportedRequest[] {
	const probes = new Map(
		listProbes(check, new Seen(entries)).map((probe) => [probe.id, probe] as const),
	);
	return entries.flatMap((entry) => {
		const probe = probes.get(entry.probe);
		return probe === undefined ? [] : [reportRequest(check, probe, entry)];
	});
}

const longestBody = 2_000;

function reportRequest(check: Check, probe: Probe, entry: Entry): ReportedRequest {
	const { path, contentType, body } = probe.request(reportedValues(check));
	const reading = readOutcome(entry.outcome);
	const quote = createQuote(check);
	return {
		probe: probe.id,
		title: quote(probe.title),
		path,
		key: probe.key,
		contentType,
		body: body.length > longestBody ? `${body.slice(0, 60)}… (${body.length} characters)` : body,
		attempts: entry.attempts,
		status: 'status' in reading ? reading.status : null,
		answer: answerOf(reading, quote),
	};
}

/** An answer in short; the data of a success may hold products and IDs, so it is not shown. */
export function answerOf(reading: Reading, quote: (words: string) => string): string {
	switch (reading.kind) {
		case 'success':
			return 'success';
		case 'failure':
			return `fail: ${quote(reading.words)}`;
		case 'foreign':
			return `${reading.isPage ? 'a web page' : 'not the envelope of Kainic'}: ${quote(reading.words)}`;
		case 'silence':
			return reading.reason === 'timeout'
				? 'no answer in time'
				: `no connection (${reading.detail})`;
		case 'skipped':
			return 'skipped';
	}
}
