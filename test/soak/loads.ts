import type { Emulator } from '../../tools/emulator';
import {
	callWebhook,
	catalogFile,
	chain,
	formWith,
	kainic,
	splitOut,
	webhook,
	type Session,
	type WorkflowFile,
	type WorkflowNode,
} from '../../tools/n8n';
import { isObject, type JsonObject } from '../../tools/n8n/json';

type Ledger = Emulator['world']['ledger'];

/** One kind of traffic, fired at a steady pace even if earlier answers are still missing. */
interface Traffic {
	readonly things: string;
	/** What the webhook passes its body to. */
	readonly nodes: readonly WorkflowNode[];
	/** Milliseconds from one firing to the next. */
	readonly interval: number;
	/** What the webhook is asked with, and the IDs of all things in it. */
	send(round: number): { readonly body: object; readonly ids: readonly string[] };
	/** The ID of an output item. Left out if each request has one ID. */
	idOf?(item: JsonObject): string;
	isAccepted(item: JsonObject, id: string): boolean;
	/** The IDs of all that Kainic received, with repetitions. */
	arrived(ledger: Ledger): string[];
}

/** A node that puts failures out with its other items. */
const node = (name: Parameters<typeof kainic>[0], parameters: object) =>
	kainic(name, { ...parameters }, { onError: 'continueRegularOutput' });

/** 100 events a second, in four requests. */
const events: Traffic = {
	...{ things: 'events', interval: 1_000 },
	nodes: [
		splitOut('body.events'),
		node('Kainic Event', {
			...{ trackerId: 'tracker-web', eventSource: 'inputItem' },
			options: { batchSize: 25, timeout: 2 },
		}),
	],
	send: (round) => {
		const sent = Array.from({ length: 100 }, (_, index) => ({
			...{ platform: 'web', anon_uid: `visitor-${index}`, event_name: 'product_view' },
			...{ item_id: `sku-${index % 30}`, event_number: round * 100 + index },
		}));
		return { body: { events: sent }, ids: sent.map((event) => String(event.event_number)) };
	},
	idOf: (item) => String(item['event_number']),
	isAccepted: (item) => Object(item['kainic']).status === 'accepted',
	arrived: (ledger) => ledger.events.map(({ event }) => String(event['event_number'])),
};

/** Two visitors a second, each waiting for recommendations for them, or a failure with its code. */
const predictions: Traffic = {
	...{ things: 'predictions', interval: 500 },
	nodes: [
		node('Kainic Predict', {
			...{ modelId: 'model-popular', platform: 'web', anonUid: '={{ $json.body.visitor }}' },
			...{ type: 'popular', output: 'response', options: { timeout: 2 } },
		}),
	],
	send: (round) => ({ body: { visitor: `visitor-${round}` }, ids: [`visitor-${round}`] }),
	// Kainic answers whom it was asked for.
	isAccepted: ({ uid }, id) => uid === id,
	arrived: (ledger) => ledger.predictions.map(({ anonUid }) => String(anonUid)),
};

/** A catalog of 4 MB each minute, each with a product more than the last. */
const catalogs: Traffic = {
	...{ things: 'catalogs', interval: 60_000 },
	nodes: [
		node('Kainic Catalog', {
			...{ syncMode: 'full', storeId: 'store-1', productSource: 'file' },
			...{ binaryPropertyName: 'data', options: { timeout: 10 } },
		}),
	],
	send: (round) => {
		const { content, sha256 } = catalogFile(20_000 + round);
		return { body: formWith(content), ids: [sha256] };
	},
	isAccepted: ({ status }) => status === 'accepted',
	arrived: ({ catalogs: { uploads } }) => uploads.map(({ fileSha256 }) => String(fileSha256)),
};

type Outcome = 'accepted' | 'failed' | 'doubtful' | 'nothing';

/** `attempts`: how often Kainic may have the thing; NaN if the node does not say. */
interface End {
	readonly outcome: Outcome;
	readonly attempts: number;
}

export interface Load extends Pick<Traffic, 'interval'> {
	readonly workflow: WorkflowFile;
	/** Fires it once and records the answer. Never fails. */
	fire(n8n: Session, round: number): Promise<void>;
	/** How many things ended in each way, and those whose end contradicts what Kainic has. */
	account(ledger: Ledger): { readonly figures: string; readonly problems: readonly string[] };
}

export const loads: readonly Load[] = [events, predictions, catalogs].map((traffic) => {
	const { things, interval } = traffic;
	const ends = new Map<string, End>();
	const path = `soak-${things}`;
	return {
		interval,
		workflow: chain(path, [webhook(path, 'allItems'), ...traffic.nodes]),
		fire: async (n8n, round) => {
			const { body, ids } = traffic.send(round);
			for (const id of ids) ends.set(id, { outcome: 'nothing', attempts: NaN });
			for (const item of await itemsOf(callWebhook(n8n, path, body))) {
				const id = traffic.idOf?.(item) ?? ids[0] ?? '';
				const { code, mayBeAccepted } = Object(item['error']);
				const failure = mayBeAccepted === true ? 'doubtful' : 'failed';
				const { attempts } = Object(item['error'] ?? item['kainic'] ?? item);
				const isFailed = typeof code === 'string';
				if (!isFailed && !traffic.isAccepted(item, id)) continue;
				ends.set(id, { outcome: isFailed ? failure : 'accepted', attempts: Number(attempts) });
			}
		},
		account: (ledger) => {
			const arrived = new Map<string, number>();
			for (const id of traffic.arrived(ledger)) arrived.set(id, 1 + (arrived.get(id) ?? 0));
			const ended = (wanted: Outcome) =>
				[...ends].filter(([, { outcome }]) => outcome === wanted).map(([id]) => id);
			const tooOften = [...ends].filter(([id, end]) => (arrived.get(id) ?? 0) > end.attempts);
			const [accepted, failed] = [ended('accepted'), ended('failed')];
			const figures = `${ends.size} ${things}: ${accepted.length} accepted, ${failed.length} failed, ${ended('doubtful').length} may be accepted`;
			const wrong = [
				...ended('nothing').map((id) => `${id} got no answer`),
				...accepted.filter((id) => !arrived.has(id)).map((id) => `Kainic has not ${id}`),
				...failed.filter((id) => arrived.has(id)).map((id) => `${id} failed, but Kainic has it`),
				...tooOften.map(([id, { attempts }]) => `Kainic has ${id} more than ${attempts} times`),
				...(accepted.length === 0 ? ['nothing was accepted'] : []),
			];
			return { figures, problems: wrong.slice(0, 10).map((each) => `${things}: ${each}`) };
		},
	};
});

/** The items that a webhook answers with; none if it does not answer, or not with success. */
async function itemsOf(answer: Promise<Response>): Promise<JsonObject[]> {
	try {
		const response = await answer;
		const value: unknown = await response.json();
		return response.ok ? [value].flat().filter(isObject) : [];
	} catch {
		return [];
	}
}
