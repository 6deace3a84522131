import { uniqueRemedies } from './core/markdown';
import type { Check, Entry, Finding, Probe, Values } from './core/model';
import { listProbes } from './core/probes';
import { createQuote } from './core/quote';
import { readOutcome } from './core/reading';
import { answerOf, type Report } from './core/report';
import { Seen } from './core/seen';
import { field } from '../nodes/shared/kainic/api';

const keyNames = {
	project: `?${field.apiKey}=[key of the project]`,
	experiment: `?${field.apiKey}=[key of the experiment]`,
	'made-up': `?${field.apiKey}=[made-up key]`,
	none: '',
} as const;

const longestShown = 1_200;

/** A request as it is shown before it is sent. The key stays hidden. */
export function showProbe(probe: Probe, baseUrl: string, values: Values): string {
	const { path, body } = probe.request(values);
	const shown =
		body.length > longestShown ? `${body.slice(0, 60)}… (${body.length} characters)` : body;
	const meanings = Object.entries(probe.means).map(([code, meaning]) => `    ${code}: ${meaning}`);
	return [
		`${probe.id}: ${probe.title}`,
		`  POST ${baseUrl}${path}${keyNames[probe.key]}`,
		...shown
			.trimEnd()
			.split('\r\n')
			.map((line) => `    ${line}`),
		`  Worst case: ${probe.worstCase}`,
		...(meanings.length > 0 ? ['  What the answer would mean:', ...meanings] : []),
	].join('\n');
}

/** All requests that are known before any is answered. */
export function showList(check: Check, baseUrl: string, values: Values): string {
	const probes = listProbes(check, new Seen([]));
	return [
		...probes.map((probe) => `${showProbe(probe, baseUrl, values)}\n`),
		'The answers decide on further requests of the same kinds: a whole prediction without each of its',
		'fields, the same event with a type corrected, the same form without a field or with other names.',
		'Nothing was sent.',
	].join('\n');
}

/** What the last answer was, in words of this check and in Kainic's. */
export function showAnswer(check: Check, entries: readonly Entry[]): string {
	const last = entries.at(-1);
	if (last === undefined) return '';
	const reading = readOutcome(last.outcome);
	const status = 'status' in reading ? `${reading.status} ` : '';
	const answer = `  → ${status}${answerOf(reading, createQuote(check))}`;
	const meaning = meaningOf(check, entries, last.probe);
	return meaning === undefined ? answer : `${answer}\n    ${meaning}`;
}

function meaningOf(check: Check, entries: readonly Entry[], probeId: string): string | undefined {
	const seen = new Seen(entries);
	const probe = listProbes(check, seen).find(({ id }) => id === probeId);
	const reading = seen.of(probeId);
	if (reading?.kind === 'success') return probe?.means.success;
	return reading?.kind === 'failure' ? probe?.means[reading.code] : undefined;
}

const signs = { confirmed: 'confirmed', different: 'DIFFERENT', open: 'open     ' } as const;

/** The findings, and what to enter in n8n because of them. */
export function showReport({ findings, counts }: Report): string {
	const remedies = uniqueRemedies(findings);
	return [
		'',
		...findings.map(showFinding),
		...(remedies.length === 0 ? [] : ['', 'Options that make up for the differences:']),
		...remedies.map(({ node, option, value }) => `  ${node}, ${option}: ${JSON.stringify(value)}`),
		'',
		`${counts.confirmed} confirmed, ${counts.different} different, ${counts.open} still open.`,
	].join('\n');
}

function showFinding({ verdict, claim, seen }: Finding): string {
	return `${signs[verdict]}  ${claim}${verdict === 'confirmed' ? '' : `\n           ${seen}`}`;
}
