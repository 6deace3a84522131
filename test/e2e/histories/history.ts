import { setTimeout as wait } from 'node:timers/promises';
import type { Emulator, Fault } from '../../../tools/emulator';
import { until } from '../scenarios/failed-rows';
import type { Random } from './random';
import { maxAge, randomFault, type ShopLife } from './shop-life';
import type { Stand } from './stand';

/** What a seed makes happen in a shop. */
export interface History {
	readonly seed: number;
	readonly life: ShopLife;
	readonly random: Random;
}

const kainicFaults: readonly [Fault, ...Fault[]] = [
	{ kind: 'answer', status: 503 },
	{ kind: 'answer', status: 503, processed: true },
	{ kind: 'drop', at: 'request' },
	{ kind: 'drop', at: 'after_request' },
	{ kind: 'drop', at: 'half_answer' },
	{ kind: 'truncate' },
	{ kind: 'delay', delayMs: 1_000 },
	{ kind: 'delay', delayMs: 6_000, processed: true },
	{ kind: 'hang' },
];

/**
 * Plays changes and faults at random. After `killAfter` milliseconds, Kainic takes events and stops answering.
 * n8n is killed when as many events as shops have come, or after `silence` milliseconds if at least one has
 * come. More changes follow while n8n is down and afterwards; when this resolves, nothing changes any more.
 */
export async function playHistories(
	stand: Stand,
	histories: readonly History[],
	{ killAfter, silence }: { readonly killAfter: number; readonly silence: number },
): Promise<void> {
	const { emulator } = stand;
	let isDown = false;
	const pause = async (milliseconds: number): Promise<void> => {
		// What changes while n8n is down is read when it is up, whenever it changed.
		if (!isDown) await wait(milliseconds);
	};
	const play = async (least: number, most: number): Promise<void> => {
		await Promise.all(
			histories.map(async (history) => await playMoments(emulator, history, least, most, pause)),
		);
	};
	const playing = play(2, 11);
	await wait(killAfter);
	emulator.inject({ kind: 'delay', delayMs: 60_000, processed: true, count: 'always' });
	for (const { life, random } of histories) life.sell(random);
	const { events } = emulator.world.ledger;
	const before = events.length;
	const soon = Date.now() + silence;
	await until(() => {
		const came = events.length - before;
		return came >= histories.length || (came > 0 && Date.now() > soon);
	}, 120_000);
	await stand.restart(async () => {
		isDown = true;
		for (const history of histories) correctLast(emulator, history);
		await playing;
		emulator.world.faults.clear();
		await play(4, 10);
		isDown = false;
	});
	await Promise.all(
		histories.map(async (history) => {
			await playMoments(emulator, history, 2, 6, pause);
			await decideLate(history);
		}),
	);
	emulator.world.faults.clear();
}

/** Customers change the orders whose events Kainic took last. */
function correctLast({ world }: Emulator, { life, random }: History): void {
	const shop = `:${String(life.settings['shop'])}:`;
	const events = world.ledger.events.filter(({ event }) =>
		String(event['event_id']).includes(shop),
	);
	const orders = new Set(events.slice(-6).map(({ event }) => Number(event['order_id'])));
	for (const order of orders) life.correct(order, random);
}

/** What is paid or cancelled last becomes visible only after a run has read a younger change. */
async function decideLate({ life, random }: History): Promise<void> {
	let isRead = false;
	life.faults.splice(0, life.faults.length, {
		concerns: ({ path }) => /\/orders(\.json)?$/.test(path),
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
	pause: (milliseconds: number) => Promise<void>,
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
