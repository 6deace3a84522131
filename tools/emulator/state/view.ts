import { describeFault, faultWords } from '../faults/fault';
import { experimentOf } from '../seed';
import type { Settings } from '../settings';
import { isObject } from '../../n8n/json';
import type { World } from '../world';
import type { Ledger } from './ledger';
import type { RequestRecord } from './records';

/** The state as JSON, as the page shows it. Lists hold the last entries, oldest first. */
export function viewOf({ ledger, settings, faults, canUndo }: World) {
	const { events } = ledger;
	const problems = problemsIn(ledger);
	return {
		summary: { ...summaryOf(ledger), problems: problems.length },
		settings,
		canUndo,
		events: events.map((event, index) => ({ number: index + 1, ...event })).slice(-10),
		predictions: ledger.predictions.slice(-5),
		catalogs: ledger.catalogs.all().map((catalog) => ({
			...catalog,
			products: catalog.products.slice(0, 3),
		})),
		experiments: experimentsIn(ledger, settings),
		problems: problems.slice(-10).reverse(),
		faults: faults.waiting.map((each) => ({ ...each, words: describeFault(each.fault) })),
	};
}

/** The experiments that were asked, with the number of different sessions in each group. */
function experimentsIn({ predictions }: Ledger, settings: Settings) {
	const ids = new Set(predictions.flatMap(({ experimentId }) => experimentId ?? []));
	return [...ids].map((id) => ({
		id,
		groups: experimentOf(settings, id).groups.map((group) => {
			const inGroup = predictions.filter(
				(each) => each.experimentId === id && each.group === group.name,
			);
			return { ...group, sessions: new Set(inGroup.map(({ sessionId }) => sessionId)).size };
		}),
	}));
}

/** Counts what a ledger holds. */
function summaryOf({ requests, events, catalogs, predictions }: Ledger) {
	return {
		requests: requests.length,
		events: events.length,
		uploads: catalogs.uploads.length,
		predictions: predictions.length,
		credentialTests: requests.filter(isCredentialTest).length,
	};
}

/** n8n tests a credential by asking for nothing, which Kainic refuses. */
function isCredentialTest({ body }: RequestRecord): boolean {
	return isObject(body) && Object.keys(body).join() === 'kainic_pid';
}

/** The requests that were refused, never processed, or not answered well, without credential tests that show no problem. */
function problemsIn({ requests }: Ledger) {
	const isGoodTest = (record: RequestRecord) => isCredentialTest(record) && record.status !== 401;
	const concerned = requests.filter((record) => !isGoodTest(record));
	return concerned.flatMap((record) => {
		const { number, receivedAt, endpoint, method, path, status } = record;
		const reason = reasonOf(record);
		return reason === undefined
			? []
			: [{ number, receivedAt, where: endpoint ?? path, status, reason, method, path }];
	});
}

function reasonOf({ outcome, fault }: RequestRecord): string | undefined {
	switch (outcome.type) {
		case 'refused':
			return outcome.message;
		case 'not_processed':
			return outcome.reason;
		case 'accepted':
			return fault === null ? undefined : `Accepted, with this fault: ${faultWords[fault]}`;
		case 'pending':
			return undefined;
	}
}
