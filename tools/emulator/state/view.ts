import { experimentOf } from '../seed';
import type { Settings } from '../settings';
import { isObject } from '../../n8n/json';
import type { World } from '../world';
import type { Ledger } from './ledger';
import type { RequestRecord } from './records';

/** How many of the last entries a view holds, and how many products of each catalog. */
const usualSize = { requests: 20, events: 20, uploads: 20, predictions: 20, products: 0 };

/**
 * The state as JSON. Lists hold the last entries, oldest first.
 * @param query how many, by the name of a list: a number, or `all`
 */
export function viewOf(world: World, query: URLSearchParams) {
	const { ledger, settings, faults } = world;
	const size = (list: keyof typeof usualSize) => {
		const asked = query.get(list) ?? '';
		if (asked === 'all') return Infinity;
		return /^\d+$/.test(asked) ? Number(asked) : usualSize[list];
	};
	return {
		summary: summaryOf(ledger),
		settings,
		requests: last(ledger.requests, size('requests')),
		events: last(ledger.events, size('events')),
		uploads: last(ledger.catalogs.uploads, size('uploads')),
		predictions: last(ledger.predictions, size('predictions')),
		catalogs: ledger.catalogs.all().map((catalog) => ({
			...catalog,
			products: catalog.products.slice(0, size('products')),
		})),
		byModel: predictionsByModel(ledger),
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
function summaryOf(ledger: Ledger) {
	const outcomes = { pending: 0, accepted: 0, refused: 0, not_processed: 0 };
	let credentialTests = 0;
	for (const { outcome, body } of ledger.requests) {
		outcomes[outcome.type] += 1;
		if (outcome.type === 'refused' && isCredentialTest(body)) credentialTests += 1;
	}
	return {
		requests: ledger.requests.length,
		events: ledger.events.length,
		uploads: ledger.catalogs.uploads.length,
		predictions: ledger.predictions.length,
		outcomes,
		/** How many of the refused requests asked for nothing, as the test of a credential does. */
		credentialTests,
		inFlight: ledger.inFlight,
		maxInFlight: ledger.maxInFlight,
	};
}

function isCredentialTest(body: unknown): boolean {
	return isObject(body) && Object.keys(body).join() === 'kainic_pid';
}

function predictionsByModel({ predictions }: Ledger): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { modelId } of predictions) {
		const name = modelId ?? 'no model (control group)';
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

/** The last ten requests that were refused, never processed, or not answered well, newest first. */
function problemsIn({ requests }: Ledger) {
	const found = [];
	for (let index = requests.length - 1; index >= 0 && found.length < 10; index -= 1) {
		const record = requests[index];
		const reason = record && reasonOf(record);
		if (record === undefined || reason === undefined) continue;
		const { number, receivedAt, endpoint, path, status } = record;
		found.push({ number, receivedAt, where: endpoint ?? path, status, reason });
	}
	return found;
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

function last<Entry>(entries: readonly Entry[], count: number): Entry[] {
	return entries.slice(Math.max(0, entries.length - count));
}
