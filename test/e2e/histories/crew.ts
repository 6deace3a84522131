import { setTimeout as wait } from 'node:timers/promises';
import type { WorkflowFile } from '../../../tools/n8n';
import { edited } from './impatient';
import type { Stand } from './stand';

/** Starts the runs of shops, in place of schedules: nobody waits for a run, and none is in vain. */
export interface Crew {
	/** Whether only some shops run at once. All do while Kainic does not answer. */
	isLimited: boolean;
	/** Runs the workflow of a shop until it has ended or n8n is down, every other time twice at once. */
	runnerOf(shop: string): () => Promise<void>;
}

/** As many as two processors carry. */
const shopsAtOnce = 12;

/** Milliseconds from a run of a shop to its next one. */
const pause = 5_000;

export function crewOf({ running: { server }, patience }: Stand): Crew {
	let active = 0;
	const call = async (shop: string): Promise<void> => {
		const signal = AbortSignal.timeout(1_000 * (patience.run + 2));
		const began = new Date().toISOString();
		const called = fetch(`${server.url}/webhook/${shop}?began=${began}`, { signal });
		await called.then(async (response) => await response.text()).catch(() => undefined);
	};
	const crew: Crew = {
		isLimited: true,
		runnerOf: (shop) => {
			let runs = 0;
			return async () => {
				while (crew.isLimited && active >= shopsAtOnce) await wait(50);
				active += 1;
				runs += 1;
				await Promise.all(runs % 2 === 0 ? [call(shop), call(shop)] : [call(shop)]);
				active -= 1;
				await wait(pause);
			};
		},
	};
	return crew;
}

/** Runs when the crew calls it, and at no other time. */
export function onCall({ nodes, ...workflow }: WorkflowFile, shop: string): WorkflowFile {
	const webhook = {
		...{ type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: shop },
		parameters: { path: shop, responseMode: 'lastNode', options: {} },
	};
	const called = nodes.map((node) =>
		node['name'] === 'Every Five Minutes' ? { ...node, ...webhook } : node,
	);
	const time = ["').first().json.timestamp", "').first().json.query.began"] as const;
	return edited({ nodes: called, ...workflow }, 'Find Missing Events', ...time);
}
