import type { Quote } from '../quote';
import type { Check, Finding, Probe, Remedy, Verdict } from '../model';
import type { Reading } from '../reading';
import type { Seen } from '../seen';
import { stopReason } from '../stops';

/** Everything that findings are made of. */
export interface Evidence {
	readonly check: Check;
	readonly seen: Seen;
	/** Probes that were asked or could still be. */
	readonly probes: readonly Probe[];
	readonly quote: Quote;
}

export interface Claim {
	readonly id: string;
	readonly claim: string;
	/** The probes that can settle it. */
	readonly probes: readonly string[];
	readonly contract?: readonly string[];
}

export function finding(
	{ id, claim, probes, contract = [] }: Claim,
	verdict: Verdict,
	seen: string,
	remedies: readonly Remedy[] = [],
): Finding {
	return { id, claim, verdict, seen, probes, contract, remedies };
}

/** The finding for a claim that its probes did not settle: says what came instead, or why nothing did. */
export function unsettled(evidence: Evidence, claim: Claim): Finding {
	const answered = claim.probes.filter((id) => isAnswer(evidence.seen.of(id)));
	if (answered.length > 0) {
		const told = answered.map((id) => `${id}: ${describe(evidence, evidence.seen.of(id))}`);
		return finding(claim, 'open', `The answers do not settle it. ${told.join(' ')}`);
	}
	return finding(claim, 'open', whyNotAsked(evidence, claim));
}

function isAnswer(reading: Reading | undefined): boolean {
	return reading !== undefined && reading.kind !== 'skipped';
}

function whyNotAsked(evidence: Evidence, { id, probes }: Claim): string {
	const { check, seen } = evidence;
	const { account } = check;
	const first = probes[0] ?? id;
	if (probes.some((probe) => seen.of(probe)?.kind === 'skipped')) return 'The request was skipped.';
	const waiting = evidence.probes.find((probe) => probe.id === first);
	const stopped = waiting && stopReason(waiting, seen, evidence.probes);
	if (stopped) return stopped;
	if (first.startsWith('experiment.') && (!check.hasExperimentKey || !account.experimentId)) {
		return 'Not asked: no experiment, or no key of it, was given.';
	}
	if (/^(events|limits)\./.test(first) && account.trackerId === null) {
		return 'Not asked: no tracker was given.';
	}
	if (first.startsWith('limits.') && !check.limits) return 'Not asked: it needs --limits.';
	if (first === 'predict.other-key' && !check.hasExperimentKey) {
		return 'Not asked: no key of an experiment was given.';
	}
	if (first.startsWith('predict.') && account.modelId === null) {
		return 'Not asked: no model was given.';
	}
	if (/^events\.(test|visitor-type|batch|fields|exact|without)/.test(first) && !check.allowEvents) {
		return 'Not asked: it needs --allow-events.';
	}
	return waiting ? 'Not asked: the run ended before.' : 'Not asked: earlier answers left it out.';
}

/** An answer in words: its status, and what it said. */
export function describe({ quote }: Evidence, reading: Reading | undefined): string {
	switch (reading?.kind) {
		case undefined:
			return 'not asked.';
		case 'success':
			return `status ${reading.status}, a success.`;
		case 'failure': {
			const words = quote(reading.words);
			return `status ${reading.status}, ${words === '' ? 'a failure without words' : `"${words}"`}.`;
		}
		case 'foreign':
			return `status ${reading.status}, ${reading.isPage ? 'a web page' : 'not the envelope of Kainic'}: "${quote(textOf(reading.words))}".`;
		case 'silence':
			return reading.reason === 'timeout'
				? 'no answer in time.'
				: `no connection, or it broke (${reading.detail}).`;
		case 'skipped':
			return 'skipped.';
	}
}

/** readResponse puts the status first, which is said already. */
function textOf(words: string): string {
	return words.replace(/^(HTTP status \d+|This is not a response of Kainic): /, '');
}

export function operation(path: string): string {
	return `paths/${path.replaceAll('/', '~1')}/post`;
}
