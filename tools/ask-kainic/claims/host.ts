import { isKeyRefusal, type Answer, type Seen } from '../answers';
import { confirmed, different, open, type Claim } from './claim';

/** The status that the emulator chose for failures; Kainic documents none. */
const failureStatus = 400;

export const hostClaims: readonly Claim[] = [
	{
		id: 'host.envelope',
		claim: 'Every answer of Kainic is a status of success or fail, with data or a message',
		probes: [],
		judge: judgeEnvelope,
	},
	{
		id: 'host.failure-status',
		claim: `A documented failure comes under status ${failureStatus}`,
		probes: [],
		judge: judgeStatus,
	},
];

/** Between answers of Kainic, a page may be of what stands before it. */
function judgeEnvelope(seen: Seen) {
	const own = seen.all.filter(([, { kind }]) => kind === 'success' || kind === 'failure');
	const others = seen.all.filter(([, { kind }]) => kind === 'foreign');
	const strange = own.length === 0 ? others : others.filter(([, answer]) => !mayBeOfHost(answer));
	const names = (strange.length > 0 ? strange : others).map(([probe]) => probe).join(', ');
	if (strange.length > 0) return different(`Something else came for ${names}`);
	if (others.length > 0) return open(`The host itself may have answered ${names}`);
	return own.length === 0 ? open() : confirmed(`${own.length} answers are`);
}

function mayBeOfHost(answer: Answer): boolean {
	if (answer.kind !== 'foreign') return false;
	return answer.status >= 500 || answer.status === 429 || isKeyRefusal(answer);
}

function judgeStatus(seen: Seen) {
	const documented = seen.all.flatMap(([probe, answer]) =>
		answer.kind === 'failure' && answer.isDocumented ? [{ probe, status: answer.status }] : [],
	);
	if (documented.length === 0) return open();
	const statuses = [...new Set(documented.map(({ status }) => status))].sort((a, b) => a - b);
	const told = statuses.map((status) => {
		const probes = documented.filter((each) => each.status === status).map(({ probe }) => probe);
		return `status ${status}: ${probes.join(', ')}`;
	});
	const isExpected = statuses.every((status) => status === failureStatus);
	if (isExpected) return confirmed(told.join('; '));
	return different(`${told.join('; ')}. The nodes read a failure under any status`);
}
