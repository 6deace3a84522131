import { endpoint, documentedMessages } from '../../../nodes/shared/kainic/api';
import { says } from '../messages';
import type { EndpointName, Finding } from '../model';
import { isSaid } from '../reading';
import { finding, operation, unsettled, type Evidence } from './evidence';

/** The status that the emulator chose for failures; Kainic documents none. */
export const expectedStatus = 400;

/** The failures that the requests aim at, with the probe that does. */
const aimedAt: ReadonlyArray<readonly [EndpointName, message: string, probe: string]> = [
	['predict', says.nothingAsked, 'predict.nothing'],
	['predict', says.fieldType, 'predict.text'],
	['events', says.missingEventFields, 'events.empty'],
	['events', says.fieldType, 'events.types.1'],
	['catalog', says.noFile, 'catalog.no-file'],
	['catalog', says.unknownStore, 'catalog.own'],
	['catalog', says.missingBodyFields, 'catalog.without.store'],
	['experiment', says.nothingAsked, 'experiment.nothing'],
	['experiment', says.missingBodyFields, 'experiment.no-session'],
];

export const paths: Readonly<Record<EndpointName, string>> = {
	predict: endpoint.modelPrediction(),
	events: decodeURIComponent(endpoint.collect('{kainic_pid}', '{kainic_tid}')),
	catalog: endpoint.uploadProducts(),
	experiment: endpoint.experimentPrediction(),
};

/** The status of each documented failure: those that are aimed at, and those that came by themselves. */
export function statusFindings(evidence: Evidence): readonly Finding[] {
	const endpoints: readonly EndpointName[] = ['predict', 'events', 'catalog', 'experiment'];
	return endpoints.flatMap((name) =>
		documentedMessages.flatMap(({ message }) => {
			const aimed = aimedAt.find(([where, what]) => where === name && what === message);
			return statusFinding(evidence, name, message, aimed?.[2]);
		}),
	);
}

function statusFinding(
	evidence: Evidence,
	name: EndpointName,
	message: string,
	aim: string | undefined,
): readonly Finding[] {
	const came = evidence.seen
		.all()
		.flatMap(([probe, reading]) =>
			isOf(name, probe) && isSaid(reading, message) ? [{ probe, status: reading.status }] : [],
		);
	if (came.length === 0 && aim === undefined) return [];
	const claim = {
		id: `status.${name}: ${message}`,
		claim: `"${message}" (${name}) comes under status ${expectedStatus}`,
		probes: came.length > 0 ? came.map(({ probe }) => probe) : [aim ?? ''],
		contract: [`${operation(paths[name])}/responses`],
	};
	if (came.length === 0) return [unsettled(evidence, claim)];
	const statuses = [...new Set(came.map(({ status }) => status))].sort((a, b) => a - b);
	const isExpected = statuses.every((status) => status === expectedStatus);
	return [
		finding(
			claim,
			isExpected ? 'confirmed' : 'different',
			`Status ${statuses.join(' and ')}.${isExpected ? '' : ' The nodes read a failure under any status.'}`,
		),
	];
}

/** Requests that test limits are events. */
function isOf(name: EndpointName, probe: string): boolean {
	return probe.startsWith(`${name}.`) || (name === 'events' && probe.startsWith('limits.'));
}
