import { setTimeout as wait } from 'node:timers/promises';
import { pathOf } from './impatient';
import type { Stand } from './stand';

/** Starts the runs of shops, in place of schedules: nobody waits for a run, and none is in vain. */
export interface Crew {
	/** Whether only some shops run at once. All do while Kainic does not answer. */
	isLimited: boolean;
	/** Runs the workflow of a shop until it has ended or n8n is down, every other time twice at once. */
	runnerOf(shop: number): () => Promise<void>;
}

/** As many as two processors carry. */
const shopsAtOnce = 12;

/** Milliseconds from a run of a shop to its next one. */
const pause = 8_000;

export function crewOf({ running: { server }, patience }: Stand): Crew {
	let active = 0;
	const call = async (shop: number): Promise<void> => {
		const signal = AbortSignal.timeout(1_000 * (patience.run + 2));
		const began = new Date().toISOString();
		const called = fetch(`${server.url}/webhook/${pathOf(shop)}?began=${began}`, { signal });
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
