import { experimentOf } from '../seed';
import type { Settings } from '../settings';
import { isObject } from '../../n8n/json';
import type { World } from '../world';
import type { Ledger } from './ledger';
import type { RequestRecord } from './records';

/** The state as JSON, as the page shows it. Lists hold the last entries, oldest first. */
export function viewOf({ ledger, settings, faults }: World) {
	return {
		summary: summaryOf(ledger),
		settings,
		events: ledger.events.slice(-10),
		predictions: ledger.predictions.slice(-5),
		catalogs: ledger.catalogs.all().map((catalog) => ({
			...catalog,
			products: catalog.products.slice(0, 3),
		})),
		experiments: experimentsIn(ledger, settings),
		problems: problemsIn(ledger),
		faults: faults.waiting,
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
	const refused = requests.filter(({ outcome }) => outcome.type === 'refused');
	return {
		requests: requests.length,
		events: events.length,
		uploads: catalogs.uploads.length,
		predictions: predictions.length,
		/** Without the requests that ask for nothing, as the test of a credential does. */
		refused: refused.filter(({ body }) => !isCredentialTest(body)).length,
		notProcessed: requests.filter(({ outcome }) => outcome.type === 'not_processed').length,
	};
}

function isCredentialTest(body: unknown): boolean {
	return isObject(body) && Object.keys(body).join() === 'kainic_pid';
}

/** The last ten requests that were refused, never processed, or not answered well, newest first. */
function problemsIn({ requests }: Ledger) {
	const problems = requests.flatMap((record) => {
		const { number, receivedAt, endpoint, path, status } = record;
		const reason = reasonOf(record);
		return reason === undefined
			? []
			: [{ number, receivedAt, where: endpoint ?? path, status, reason }];
	});
	return problems.slice(-10).reverse();
}

function reasonOf({ outcome, fault, body }: RequestRecord): string | undefined {
	switch (outcome.type) {
		case 'refused':
			return isCredentialTest(body)
				? `${outcome.message} (n8n tested a credential, by asking for nothing)`
				: outcome.message;
		case 'not_processed':
			return outcome.reason;
		case 'accepted':
			return fault === null ? undefined : `accepted, but fault: ${fault}`;
		case 'pending':
			return undefined;
	}
}
