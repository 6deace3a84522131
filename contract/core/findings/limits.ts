import type { Finding } from '../model';
import { reached, sizeProbe, sizes } from '../probes/limits';
import { describe, finding, unsettled, type Claim, type Evidence } from './evidence';

/** The nodes' own limit: that of the second generation of the host. */
const expected = 32;

/** How large a request may be: the largest that reached Kainic, the smallest that the host refused. */
export function limitFindings(evidence: Evidence): readonly Finding[] {
	const claim: Claim = {
		id: 'limits.size',
		claim: `The host takes requests up to ${expected} MB, as its second generation does`,
		probes: sizes.map(sizeProbe),
	};
	if (!evidence.check.limits) return [];
	const { seen } = evidence;
	const largest = sizes.filter((size) => reached(seen.of(sizeProbe(size)))).at(-1);
	const smallest = sizes.find((size) => isTooLarge(evidence, size));
	if (largest === undefined && smallest === undefined) return [unsettled(evidence, claim)];
	const told = [
		...(largest === undefined ? [] : [`${largest} MB reach Kainic.`]),
		...(smallest === undefined
			? []
			: [`${smallest} MB do not: ${describe(evidence, seen.of(sizeProbe(smallest)))}`]),
	].join(' ');
	if (smallest === undefined) {
		const isBeyond = largest === sizes.at(-1);
		return [finding(claim, isBeyond ? 'different' : 'open', told)];
	}
	if (smallest > expected) return [finding(claim, 'confirmed', told)];
	const safe = sizes.filter((size) => size < smallest).at(-1);
	const value = smallest === 11 ? 10 : safe;
	const remedies =
		value === undefined ? [] : [{ node: 'Kainic Catalog', option: 'Maximum Megabytes', value }];
	return [finding(claim, 'different', told, remedies)];
}

function isTooLarge({ seen }: Evidence, size: number): boolean {
	const reading = seen.of(sizeProbe(size));
	return reading !== undefined && 'code' in reading && reading.code === 'too_large';
}
