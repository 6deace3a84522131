import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Emulator, Fault, Ledger } from '../../../tools/emulator';
import type { Random } from './random';
import { randomFault, type ShopLife } from './shop-life';
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

/** Changes and faults at random, a kill in the middle, then quiet. */
export async function playHistories(
	stand: Stand,
	histories: readonly History[],
	killAfter: number,
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
	const before = play(3, 14);
	await wait(killAfter);
	// Kainic takes events, and n8n is killed before it hears of that.
	emulator.inject({ kind: 'delay', delayMs: 60_000, processed: true, count: 'always' });
	await wait(killAfter);
	await stand.restart(async () => {
		isDown = true;
		await before;
		emulator.world.faults.clear();
		await play(4, 10);
		isDown = false;
	});
	await play(2, 8);
	for (const { life, random } of histories) {
		life.faults.length = 0;
		while (!life.decide(random)) await wait(500);
	}
	emulator.world.faults.clear();
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

/** What Kainic holds becomes right and stays so, or this throws. A busy machine may need many minutes. */
export async function untilRight(stand: Stand, histories: readonly History[]): Promise<void> {
	for (const end = Date.now() + 900_000; ; await wait(500)) {
		try {
			assertUnits(stand, histories);
			break;
		} catch (error) {
			if (Date.now() > end) throw error;
		}
	}
	// Whatever would come too often comes with the next two runs.
	await wait(2_000 * stand.patience.polls);
	assertUnits(stand, histories);
	for (const { life } of histories) assertOnce(stand, life);
}

/** The events with one ID count as one. */
export function assertUnits(
	{ emulator: { world } }: Pick<Stand, 'emulator'>,
	histories: ReadonlyArray<Pick<History, 'seed' | 'life'>>,
): void {
	const held = unitsIn(world.ledger);
	for (const { seed, life } of histories) {
		const shop = String(life.settings['shop']);
		const [units, kept] = [held.get(shop) ?? new Map<string, number>(), life.kept()];
		const wrong = [...new Set([...units.keys(), ...kept.keys()])]
			.filter((line) => (units.get(line) ?? 0) !== (kept.get(line) ?? 0))
			.map((line) => `${line} has ${units.get(line) ?? 0} of ${kept.get(line) ?? 0} units`);
		assert.ok(wrong.length === 0, `${life.file}, seed ${seed}, ${shop}: ${wrong.join(', ')}`);
	}
}

/** The events that Kainic holds are of these shops. */
export function assertShops(
	{ emulator: { world } }: Pick<Stand, 'emulator'>,
	histories: ReadonlyArray<Pick<History, 'life'>>,
): void {
	const known = new Set(histories.map(({ life }) => String(life.settings['shop'])));
	const others = [...unitsIn(world.ledger).keys()].filter((shop) => !known.has(shop));
	assert.deepEqual(others, [], 'shops that are not');
}

/** The units of each line, by shop. */
function unitsIn({ events }: Ledger): Map<string, Map<string, number>> {
	const different = new Map(events.map(({ event }) => [event['event_id'], event]));
	const held = new Map<string, Map<string, number>>();
	for (const { event_id: id, event_name: name, quantity } of different.values()) {
		const [, shop = '', line = ''] = /^\w+:(.*):(\d+:\d+):\d+$/.exec(String(id)) ?? [];
		const units = held.get(shop) ?? new Map<string, number>();
		held.set(shop, units);
		units.set(line, (units.get(line) ?? 0) + (name === 'purchase' ? 1 : -1) * Number(quantity));
	}
	return held;
}

/** Milliseconds after which the node certainly still waits for its answer. */
const confirmedWithin = 1_500;

/** An event comes again only if its confirmation was lost: by a fault, or since n8n was killed meanwhile. */
export function assertOnce({ emulator: { world }, kills, patience }: Stand, life: ShopLife): void {
	const runTime = 1_000 * (patience.run + 2);
	const confirmed = world.ledger.requests.filter(({ fault, receivedAt: at, endedAt }) => {
		const isLate = fault === 'delay' && (endedAt ?? Infinity) - at < confirmedWithin;
		const isCut = kills.some((kill) => at < kill && at > kill - runTime);
		return (fault === null || isLate) && !isCut;
	});
	const times = new Map(confirmed.map(({ number, receivedAt }) => [number, receivedAt]));
	const first = new Map<unknown, number>();
	const shop = `:${String(life.settings['shop'])}:`;
	for (const { event, request } of world.ledger.events) {
		const [id, time] = [event['event_id'], times.get(request)];
		if (time === undefined || !String(id).includes(shop)) continue;
		const after = time - (first.get(id) ?? time);
		assert.equal(first.has(id), false, `${String(id)} came again after ${after} ms`);
		first.set(id, time);
	}
}
