import { setTimeout as wait } from 'node:timers/promises';
import { callWebhook } from '../../../../tools/n8n';
import { pathOf } from '../../../support/workflows/impatient';
import type { ShopLife } from './shop-life';
import type { Stand } from './stand';

/** Starts the runs of shops in place of their schedules. */
export interface Crew {
	/** Whether at most `maxActive` shops run at once. While Kainic does not answer, all shops run. */
	isLimited: boolean;
	/** Runs the workflow of a shop until it has ended or n8n is down, or has the shop post its orders. Every other time twice at once. */
	runnerOf(shop: number, life: ShopLife): () => Promise<void>;
}

/** As many shops as two processors carry. */
const maxActive = 12;

/** Milliseconds from a run of a shop to its next one. */
const pause = 8_000;

export function crewOf({ running: { n8n }, patience }: Stand): Crew {
	let active = 0;
	const call = async (shop: number): Promise<void> => {
		const began = new Date().toISOString();
		// A run that n8n cuts off gives no answer.
		const called = callWebhook(n8n, pathOf(shop), { began }, 1_000 * (patience.run + 2));
		await called.then(async (response) => await response.text()).catch(() => undefined);
	};
	const crew: Crew = {
		isLimited: true,
		runnerOf: (shop, { post = async () => await call(shop) }) => {
			let runs = 0;
			return async () => {
				while (crew.isLimited && active >= maxActive) await wait(50);
				active += 1;
				runs += 1;
				const url = `${n8n.url}/webhook/${pathOf(shop)}`;
				await Promise.all(runs % 2 === 0 ? [post(url), post(url)] : [post(url)]);
				active -= 1;
				await wait(pause);
			};
		},
	};
	return crew;
}
