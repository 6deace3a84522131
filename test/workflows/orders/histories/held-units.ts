import assert from 'node:assert/strict';
import type { Emulator } from '../../../../tools/emulator';
import type { Stand } from './stand';

/** The order and the line in the ID that the order workflows give an event. */
const lineOf = (id: unknown): string => /:(\d+:\d+):\d+$/.exec(String(id))?.[1] ?? '';

/** The lines of which Kainic does not hold the units, by `order:line`. The events with one ID count as one. */
export function wrongUnits({ world }: Emulator, kept: ReadonlyMap<string, number>): string[] {
	const different = new Map(world.ledger.events.map(({ event }) => [event['event_id'], event]));
	const units = new Map<string, number>();
	for (const [id, event] of different) {
		const sign = event['event_name'] === 'purchase' ? 1 : -1;
		units.set(lineOf(id), (units.get(lineOf(id)) ?? 0) + sign * Number(event['quantity']));
	}
	return [...new Set([...units.keys(), ...kept.keys()])]
		.filter((line) => (units.get(line) ?? 0) !== (kept.get(line) ?? 0))
		.map((line) => `${line} has ${units.get(line) ?? 0} of ${kept.get(line) ?? 0} units`);
}

/** An event comes again only if n8n was killed before it can have saved that Kainic has the event. */
export function assertOnce({ emulator, kills, patience }: Stand): void {
	const runTime = 1_000 * (patience.run + 2);
	const { requests, events } = emulator.world.ledger;
	const isCut = (at: number) => kills.some((kill) => at < kill && at > kill - runTime);
	const confirmed = requests.filter(({ receivedAt: at }) => !isCut(at));
	const times = new Map(confirmed.map(({ number, receivedAt }) => [number, receivedAt]));
	const first = new Map<unknown, number>();
	for (const { event, request } of events) {
		const [id, time] = [event['event_id'], times.get(request)];
		if (time === undefined) continue;
		const after = time - (first.get(id) ?? time);
		assert.equal(first.has(id), false, `${String(id)} came again after ${after} ms`);
		first.set(id, time);
	}
}
