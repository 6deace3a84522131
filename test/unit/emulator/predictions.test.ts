import type { Emulator } from '../../../tools/emulator';
import { experiment, predict, sendEvents, start, upload, validEvent } from './support';

const itemsOf = async (emulator: Emulator, fields: object = {}): Promise<unknown[]> => {
	const { json } = await predict(emulator, fields);
	expect(json).toMatchObject({ data: { items: expect.any(Array) } });
	return Object(json).data.items;
};

describe('recommendations', () => {
	it('are ten seeded products before anything is known', async () => {
		const items = await itemsOf(await start());
		expect(items).toHaveLength(10);
		expect(items[0]).toEqual({ item_id: 'seed-1', parent_id: 'seed-1', score: 0.95 });
	});

	it('rank the items in the usual fields of events, equal ones by first appearance', async () => {
		const emulator = await start();
		await sendEvents(emulator, [
			{ ...validEvent, item_ids: ['b', 'a'] },
			{ ...validEvent, items: [{ item_id: 'a' }, 'c', 7] },
			{ ...validEvent, item_id: 'a', items: ['a'] },
		]);
		const ranked = [
			['a', 0.5],
			['b', 0.166667],
			['c', 0.166667],
			['7', 0.166667],
		].map(([id, score]) => ({ item_id: id, parent_id: id, score }));
		expect((await itemsOf(emulator)).slice(0, 4)).toEqual(ranked);
		const asked = { kainic_mid: 'model-similar', items: ['a', 'c'] };
		expect((await itemsOf(emulator, asked)).slice(0, 2)).toEqual([ranked[1], ranked[3]]);
	});

	it('carry the fields of the catalog when full data is asked for', async () => {
		const emulator = await start();
		await upload(emulator, '[{"item_id":"a","parent_id":"p","title":"Shoe","price":9}]');
		const item = { item_id: 'a', parent_id: 'p', score: 0 };
		expect(await itemsOf(emulator)).toEqual([item]);
		expect(await itemsOf(emulator, { return_full_items_data: true })).toEqual([
			{ ...item, title: 'Shoe', price: 9 },
		]);
	});
});

it('an experiment keeps each of 2,000 sessions in its group, with shares near 50/30/20', async () => {
	const emulator = await start();
	const ask = async (session: number) => {
		const { json } = await experiment(emulator, { sid: `session-${session}` });
		return Object(json).data.kainic_mid;
	};
	const shares = new Map<unknown, number>();
	for (let session = 0; session < 2000; session += 1) {
		const model = await ask(session);
		shares.set(model, (shares.get(model) ?? 0) + 1 / 20);
		if (session < 200) expect(await ask(session)).toBe(model);
	}
	// Three standard deviations of 2,000 draws are at most 3.4 percent.
	for (const [model, share] of [
		['model-popular', 50],
		['model-trending', 30],
		[null, 20],
	] as const) {
		expect(Math.abs((shares.get(model) ?? 0) - share)).toBeLessThan(3.4);
	}
	const { control = 0 } = emulator.world.ledger.experiments()['experiment-home'] ?? {};
	expect(control).toBe(Math.round((shares.get(null) ?? 0) * 20));
}, 120_000);
