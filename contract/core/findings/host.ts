import type { Finding } from '../model';
import type { Reading } from '../reading';
import { describe, finding, unsettled, type Evidence } from './evidence';

/** Whether answers have Kainic's envelope. The host's own refusals of size are not Kainic's. */
export function hostFindings(evidence: Evidence): readonly Finding[] {
	const claim = {
		id: 'host.envelope',
		claim:
			'Every answer of Kainic has its envelope: a status of success or fail, with data or a message',
		probes: evidence.seen.all().flatMap(([probe]) => (probe.startsWith('limits.') ? [] : [probe])),
	};
	const readings = claim.probes.map((id) => [id, evidence.seen.of(id)] as const);
	const others = readings.filter(([, reading]) => reading?.kind === 'foreign');
	const own = readings.filter(([, reading]) => {
		return reading?.kind === 'success' || reading?.kind === 'failure';
	});
	// Between answers of Kainic, such a page is of what stands before it.
	const foreign = own.length === 0 ? others : others.filter(([, reading]) => !mayBeOfHost(reading));
	const [first] = foreign;
	if (first !== undefined) {
		const [id, reading] = first;
		const more = foreign.length > 1 ? ` So have ${foreign.length - 1} more.` : '';
		return [
			finding(
				{ ...claim, probes: foreign.map(([probe]) => probe) },
				'different',
				`${id} has none: ${describe(evidence, reading)}${more}`,
			),
		];
	}
	if (others.length > 0) {
		return [unsettled(evidence, { ...claim, probes: others.map(([probe]) => probe) })];
	}
	if (own.length === 0)
		return [unsettled(evidence, { ...claim, probes: claim.probes.slice(0, 2) })];
	return [finding(claim, 'confirmed', `${own.length} answers have it.`)];
}

/** What stands before Kainic answers by itself if it is overloaded or Kainic is not there. */
function mayBeOfHost(reading: Reading | undefined): boolean {
	if (reading?.kind !== 'foreign') return false;
	return reading.code === 'server_error' || reading.code === 'rate_limited';
}
