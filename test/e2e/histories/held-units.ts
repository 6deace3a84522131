import assert from 'node:assert/strict';
import type { Ledger } from '../../../tools/emulator';
import type { History } from './history';
import type { ShopLife } from './shop-life';
import type { Stand } from './stand';

/** What Kainic holds becomes right and stays so over two more runs, or this throws. */
export async function untilRight(stand: Stand, histories: readonly History[]): Promise<void> {
	await Promise.all(
		histories.map(async (history) => {
			const { life, run } = history;
			const end = Date.now() + 600_000;
			for (let runs = 0; runs < 3;) {
				const reads = life.reads();
				await run();
				const isRight = troubleWith(() => assertUnits(stand, [history])) === null;
				// A run without a turn says nothing.
				if (!isRight || life.reads() > reads) runs = isRight ? runs + 1 : 0;
				if (Date.now() > end) assertUnits(stand, [history]);
				assert.ok(Date.now() < end, `${life.file} does not read the orders of the shop any more`);
			}
		}),
	);
	// Whatever comes too often came with these runs.
	assertUnits(stand, histories);
	for (const { life } of histories) assertOnce(stand, life);
}

/** What an assertion says; null if it holds. */
export function troubleWith(assertion: () => void): string | null {
	try {
		assertion();
		return null;
	} catch (error) {
		return String(error);
	}
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
