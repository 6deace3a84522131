import type { Emulator } from '../../tools/emulator';
import { callWebhook, chain, kainic, splitOut, webhook } from '../../tools/n8n';
import { isObject } from '../../tools/n8n/json';
import { type Load, intoRegularOutput, replyOf } from './load';
import { type Outcome, outcomeOf } from './outcome';
import { tally } from './tally';

const path = 'soak-events';
const eventsARound = 100;

const workflow = chain('Events', [
	webhook(path, 'allItems'),
	splitOut('body.events'),
	kainic(
		'Kainic Event',
		{
			trackerId: 'tracker-web',
			eventSource: 'inputItem',
			options: { batchSize: 25, timeout: 2, timeBudget: 20 },
		},
		intoRegularOutput,
	),
]);

/** 100 events a second, in four requests. */
export function eventLoad(): Load {
	const outcomes = new Map<number, Outcome | undefined>();
	return {
		name: 'every event is accounted for',
		workflow,
		interval: 1_000,
		async fire(n8n, round) {
			const events = eventsOf(round);
			for (const { event_number } of events) outcomes.set(event_number, undefined);
			const reply = await replyOf(callWebhook(n8n, path, { events }));
			const items = reply.kind === 'json' && Array.isArray(reply.value) ? reply.value : [];
			for (const item of items) record(outcomes, item);
		},
		account: (emulator) => {
			const arrived = arrivals(emulator);
			const entries = Array.from(outcomes, ([number, outcome]) => ({
				name: `Event ${number}`,
				outcome,
				arrived: arrived.get(number) ?? 0,
			}));
			return tally('events', entries);
		},
	};
}

function eventsOf(round: number): Array<Record<string, unknown> & { event_number: number }> {
	return Array.from({ length: eventsARound }, (_, index) => ({
		platform: 'web',
		anon_uid: `visitor-${index}`,
		event_name: 'product_view',
		item_id: `sku-${index % 30}`,
		event_number: round * eventsARound + index,
	}));
}

function record(outcomes: Map<number, Outcome | undefined>, item: unknown): void {
	if (!isObject(item)) return;
	const number = item['event_number'];
	if (typeof number === 'number') outcomes.set(number, outcomeOf(item, item['kainic']));
}

function arrivals({ world }: Emulator): Map<number, number> {
	const counts = new Map<number, number>();
	for (const { event } of world.ledger.events) {
		const number = event['event_number'];
		if (typeof number === 'number') counts.set(number, (counts.get(number) ?? 0) + 1);
	}
	return counts;
}
