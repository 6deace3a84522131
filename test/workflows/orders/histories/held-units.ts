import assert from 'node:assert/strict';
import type { Emulator } from '../../../../tools/emulator';
import type { History } from './history';
import { isForOrders, type ShopLife } from './shop-life';
import type { Stand } from './stand';

/** So many runs in a row that send nothing show that a shop stays wrong. */
const idleRuns = 10;

/** Runs the workflow of a shop until three runs in a row have found it right. Throws if it stays wrong. */
export async function untilRight(stand: Stand, { seed, life, run }: History): Promise<void> {
	let [right, idle] = [0, 0];
	for (const end = Date.now() + 600_000; right < 3;) {
		assert.ok(Date.now() < end, `${life.file}, seed ${seed}, is not right after 10 minutes`);
		const [reads, sent] = [readsOf(life), eventsOf(stand.emulator, life).length];
		await run();
		assertOnce(stand, life);
		// A run reads nothing while another one has the turn.
		if (readsOf(life) === reads) continue;
		const wrong = wrongUnits(stand.emulator, life);
		right = wrong.length === 0 ? right + 1 : 0;
		idle = eventsOf(stand.emulator, life).length > sent ? 0 : idle + 1;
		assert.ok(right > 0 || idle < idleRuns, `${life.file}, seed ${seed}: ${wrong.join(', ')}`);
	}
}

const readsOf = ({ requests }: ShopLife) => requests.filter(isForOrders).length;

/** The events of a shop that Kainic took, in their order. */
export function eventsOf({ world }: Emulator, { settings }: ShopLife) {
	const shop = String(settings['shop']);
	return world.ledger.events.filter(({ event }) => partsOf(event).shop === shop);
}

/** Parts of the ID that the order workflows give an event. A line of a posted order has its price, too. */
function partsOf({ event_id: id }: { readonly event_id?: unknown }) {
	const [, shop = '', line = ''] = /^\w+:(.*):(\d+:\d+)(?:%40[\d.]*)?:\d+$/.exec(String(id)) ?? [];
	return { shop, line };
}

/** The lines of which Kainic does not hold what the customers kept. The events with one ID count as one. */
export function wrongUnits(emulator: Emulator, life: ShopLife): string[] {
	const different = new Map(
		eventsOf(emulator, life).map(({ event }) => [event['event_id'], event]),
	);
	const units = new Map<string, number>();
	for (const event of different.values()) {
		const { line } = partsOf(event);
		const sign = event['event_name'] === 'purchase' ? 1 : -1;
		units.set(line, (units.get(line) ?? 0) + sign * Number(event['quantity']));
	}
	const kept = life.kept();
	return [...new Set([...units.keys(), ...kept.keys()])]
		.filter((line) => (units.get(line) ?? 0) !== (kept.get(line) ?? 0))
		.map((line) => `${line} has ${units.get(line) ?? 0} of ${kept.get(line) ?? 0} units`);
}

/** The events that Kainic holds are of these shops. */
export function assertShops({ world }: Emulator, lives: readonly ShopLife[]): void {
	const known = new Set(lives.map(({ settings }) => String(settings['shop'])));
	const others = world.ledger.events.filter(({ event }) => !known.has(partsOf(event).shop));
	assert.deepEqual(others, [], 'events of other shops');
}

/** Milliseconds after which the node certainly still waits for its answer. */
const confirmedWithin = 1_500;

/** An event comes again only if its confirmation was lost: by a fault, or since n8n was killed meanwhile. */
export function assertOnce({ emulator, kills, patience }: Stand, life: ShopLife): void {
	const runTime = 1_000 * (patience.run + 2);
	const confirmed = emulator.world.ledger.requests.filter(({ fault, receivedAt: at, endedAt }) => {
		const isLate = fault === 'delay' && (endedAt ?? Infinity) - at < confirmedWithin;
		const isCut = kills.some((kill) => at < kill && at > kill - runTime);
		return (fault === null || isLate) && !isCut;
	});
	const times = new Map(confirmed.map(({ number, receivedAt }) => [number, receivedAt]));
	const first = new Map<unknown, number>();
	for (const { event, request } of eventsOf(emulator, life)) {
		const [id, time] = [event['event_id'], times.get(request)];
		if (time === undefined) continue;
		const after = time - (first.get(id) ?? time);
		assert.equal(first.has(id), false, `${String(id)} came again after ${after} ms`);
		first.set(id, time);
	}
}
