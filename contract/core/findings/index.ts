import type { Check, Entry, Finding } from '../model';
import { listProbes } from '../probes';
import { createQuote } from '../quote';
import { Seen } from '../seen';
import { catalogFindings } from './catalog';
import type { Evidence } from './evidence';
import { eventFindings } from './events';
import { hostFindings } from './host';
import { keyFindings } from './keys';
import { limitFindings } from './limits';
import { predictionFindings } from './predictions';
import { statusFindings } from './statuses';

/** What the answers say about each claim of this project. */
export function findingsOf(check: Check, entries: readonly Entry[]): readonly Finding[] {
	const seen = new Seen(entries);
	const evidence: Evidence = {
		check,
		seen,
		probes: listProbes(check, seen),
		quote: createQuote(check),
	};
	return [
		...hostFindings(evidence),
		...keyFindings(evidence),
		...predictionFindings(evidence),
		...eventFindings(evidence),
		...catalogFindings(evidence),
		...limitFindings(evidence),
		...statusFindings(evidence),
	];
}
