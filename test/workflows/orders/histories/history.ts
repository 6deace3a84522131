import { setTimeout as wait } from 'node:timers/promises';
import type { Emulator, Fault } from '../../../../tools/emulator';
import { until } from '../../../support/workflows/data-tables';
import type { Crew } from './crew';
import { eventsOf } from './held-units';
import type { Random } from '../../../support/random';
import { isForOrders, maxAge, randomFault, type ShopLife } from './shop-life';
import type { Stand } from './stand';

type Pause = (milliseconds: number) => Promise<void>;

/** What a seed makes happen in a shop. */
export interface History {
	readonly seed: number;
	readonly life: ShopLife;
	readonly random: Random;
	/** One run of its workflow, or two at once. */
	readonly run: () => Promise<void>;
}

const kainicFaults: readonly [Fault, ...Fault[]] = [
	{ kind: 'answer', status: 503 },
	{ kind: 'answer', status: 503, processed: true },
	// A proxy refuses the request.
	{ kind: 'answer', status: 400, contentType: 'text/html', body: '<h1>Bad Request</h1>' },
	{ kind: 'drop', at: 'request' },
	{ kind: 'drop', at: 'after_request' },
	{ kind: 'drop', at: 'half_answer' },
	{ kind: 'truncate' },
	{ kind: 'delay', delayMs: 1_000 },
	{ kind: 'delay', delayMs: 6_000, processed: true },
	{ kind: 'hang' },
];

/** Plays changes and faults at random, while the workflows of all shops run again and again. Then nothing changes any more. */
export async function playHistories(
	stand: Stand,
	crew: Crew,
	histories: readonly History[],
	killAfter: number,
): Promise<void> {
	let isOver = false;
	const runs = histories.map(async ({ run }) => {
		while (!isOver) await run();
	});
	try {
		await playAndKill(stand, crew, histories, killAfter);
		await Promise.all(
			histories.map(async (history) => {
				await playMoments(stand.emulator, history, 2, 6, wait);
				await decideLate(history);
			}),
		);
		stand.emulator.world.faults.clear();
	} finally {
		isOver = true;
	}
	await Promise.all(runs);
}

/**
 * After `killAfter` milliseconds, Kainic takes events and stops answering. n8n is killed when as many events
 * as shops have come, or after 20 s when one has come.
 */
async function playAndKill(
	stand: Stand,
	crew: Crew,
	histories: readonly History[],
	killAfter: number,
): Promise<void> {
	const { emulator } = stand;
	let crash = (): void => undefined;
	const crashed = new Promise<void>((resolve) => (crash = resolve));
	const untilCrash: Pause = async (milliseconds) =>
		await Promise.race([wait(milliseconds), crashed]);
	const play = async (least: number, most: number): Promise<void> => {
		await Promise.all(
			histories.map(
				async (history) => await playMoments(emulator, history, least, most, untilCrash),
			),
		);
	};
	const playing = play(2, 11);
	await wait(killAfter);
	emulator.inject({ kind: 'delay', delayMs: 60_000, processed: true, count: 'always' });
	crew.isLimited = false;
	for (const { life, random } of histories) life.sell(random);
	const { events } = emulator.world.ledger;
	const before = events.length;
	const soon = Date.now() + 20_000;
	await until(() => {
		const came = events.length - before;
		return came >= histories.length || (came > 0 && Date.now() > soon);
	}, 120_000);
	crew.isLimited = true;
	await stand.restart(async () => {
		crash();
		for (const history of histories) correctLast(emulator, history);
		await playing;
		emulator.world.faults.clear();
		// n8n reads these changes only when it is up again, so nothing waits between them.
		await play(4, 10);
	});
}

/** Customers change the orders whose events Kainic took last. */
function correctLast(emulator: Emulator, { life, random }: History): void {
	const last = eventsOf(emulator, life).slice(-6);
	const orders = new Set(last.map(({ event }) => Number(event['order_id'])));
	for (const order of orders) life.correct(order, random);
}

/** What is paid or cancelled last becomes visible only after a run has read a younger change. */
async function decideLate({ life, random }: History): Promise<void> {
	let isRead = false;
	life.faults.splice(0, life.faults.length, {
		concerns: isForOrders,
		answer: (own) => {
			life.act(random, 0);
			const answer = structuredClone(own());
			const isLastPage = !/rel="next"/.test(answer.headers?.['link'] ?? '');
			if (isLastPage) life.decide(random, maxAge);
			isRead ||= isLastPage;
			return answer;
		},
		times: Infinity,
	});
	await until(() => isRead, 300_000);
	life.faults.length = 0;
	await until(() => life.decide(random));
}

async function playMoments(
	emulator: Emulator,
	{ life, random }: History,
	least: number,
	most: number,
	pause: Pause,
): Promise<void> {
	for (let left = random.between(least, most); left > 0; left -= 1) {
		life.act(random);
		if (random.between(1, 2) === 1) life.faults.push(randomFault(random, life));
		if (random.between(1, 8) === 1) {
			// More of them than the node makes attempts.
			emulator.inject({ ...random.oneOf(kainicFaults), count: random.between(1, 4) });
		}
		await pause(random.between(20, 4_000));
	}
}
