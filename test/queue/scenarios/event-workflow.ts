import { setTimeout as wait } from 'node:timers/promises';
import {
	type StoredWorkflow,
	type WorkflowFile,
	callWebhook,
	chain,
	code,
	kainic,
	listExecutions,
	webhook,
} from '../../../harness';
import type { QueueStage } from '../stage';

export const eventCount = 20_000;

const makeEvents = `
const { run } = $input.first().json.query;
return Array.from({ length: ${eventCount} }, (_, index) => ({
	json: {
		platform: 'web',
		anon_uid: \`visitor-\${index % 500}\`,
		event_name: 'product_view',
		item_id: \`sku-\${index % 300}\`,
		run,
		event_number: index,
	},
}));`;

/** A webhook that is answered at once and then sends 20,000 events. */
export function eventWorkflow(path: string): WorkflowFile {
	return chain(`Events of ${path}`, [
		webhook(path, 'atOnce'),
		code('Events', makeEvents),
		kainic('Kainic Event', {
			trackerId: 'tracker-web',
			eventSource: 'inputItem',
			options: { output: 'summary' },
		}),
	]);
}

/** Fires a workflow's webhook and gives the id of the execution that it starts. */
export async function fire(
	{ n8n }: QueueStage,
	workflow: StoredWorkflow,
	path: string,
	run: string,
): Promise<string> {
	const known = new Set((await listExecutions(n8n, workflow)).map(({ id }) => id));
	const response = await callWebhook(n8n, `${path}?run=${run}`);
	if (!response.ok) throw new Error(`The webhook answered ${response.status}.`);
	for (const limit = Date.now() + 60_000; Date.now() < limit; await wait(100)) {
		const started = (await listExecutions(n8n, workflow)).find(({ id }) => !known.has(id));
		if (started) return started.id;
	}
	throw new Error('The webhook was answered, but no execution appeared.');
}

/** How often each event of the run arrived, by its number. */
export function arrivals({ emulator }: QueueStage, run?: string): number[] {
	const counts = new Array<number>(eventCount).fill(0);
	for (const { event } of emulator.world.ledger.events) {
		const number = event['event_number'];
		if (run !== undefined && event['run'] !== run) continue;
		if (typeof number === 'number') counts[number] = (counts[number] ?? 0) + 1;
	}
	return counts;
}

/** How many events arrived not at all, once, or more often. */
export function spread(counts: readonly number[]): { never: number; once: number; more: number } {
	const never = counts.filter((count) => count === 0).length;
	const once = counts.filter((count) => count === 1).length;
	return { never, once, more: counts.length - never - once };
}
