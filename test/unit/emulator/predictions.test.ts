import type { Emulator } from '../../../emulator';
import {
	closeEmulators,
	experiment,
	predict,
	sendEvents,
	start,
	upload,
	validEvent,
} from './support';
import type { Reply } from './support';

afterEach(closeEmulators);

interface Data {
	kainic_mid: string | null;
	uid: string;
	items: { item_id: string; parent_id: string; score: number; title?: string }[];
}

function isAnswer(value: unknown): value is { data: Data } {
	return typeof value === 'object' && value !== null && 'data' in value;
}

function dataOf(reply: Reply): Data {
	if (isAnswer(reply.json)) return reply.json.data;
	throw new Error(`Not a success: ${reply.text}`);
}

async function view(emulator: Emulator, ...itemIds: string[]): Promise<void> {
	await sendEvents(
		emulator,
		itemIds.map((item_id) => ({ ...validEvent, item_id })),
	);
}

const idsOf = ({ items }: Data) => items.map(({ item_id }) => item_id);

describe('recommendations', () => {
	it('are ten seeded products before anything is known', async () => {
		const data = dataOf(await predict(await start()));
		expect(data.items).toHaveLength(10);
		expect(data.items[0]).toEqual({ item_id: 'seed-1', parent_id: 'seed-1', score: 0.95 });
	});

	it('rank items by their share of the events, equal ones by first appearance', async () => {
		const emulator = await start();
		await view(emulator, 'b', 'a', 'c', 'a');
		const { items } = dataOf(await predict(emulator));
		expect(items.slice(0, 3)).toEqual([
			{ item_id: 'a', parent_id: 'a', score: 0.5 },
			{ item_id: 'b', parent_id: 'b', score: 0.25 },
			{ item_id: 'c', parent_id: 'c', score: 0.25 },
		]);
	});

	it('count items in the usual fields of an event', async () => {
		const emulator = await start();
		await sendEvents(emulator, [
			{ ...validEvent, item_ids: ['a', 'b'] },
			{ ...validEvent, items: [{ item_id: 'b' }, 'c', 7] },
			{ ...validEvent, item_id: 'b', items: ['b'] },
		]);
		expect(idsOf(dataOf(await predict(emulator))).slice(0, 4)).toEqual(['b', 'a', 'c', '7']);
	});

	it('carry the titles of the catalog when full data is asked for', async () => {
		const emulator = await start();
		await upload(emulator, '[{"item_id":"a","parent_id":"p","title":"Shoe","price":9}]');
		await view(emulator, 'a');
		expect(dataOf(await predict(emulator)).items).toEqual([
			{ item_id: 'a', parent_id: 'p', score: 1 },
		]);
		expect(dataOf(await predict(emulator, { return_full_items_data: true })).items).toEqual([
			{ item_id: 'a', parent_id: 'p', score: 1, title: 'Shoe', price: 9 },
		]);
	});

	it('leave out the items that were asked with', async () => {
		const emulator = await start();
		await view(emulator, 'a', 'b');
		const data = dataOf(await predict(emulator, { kainic_mid: 'model-similar', items: ['a'] }));
		expect(idsOf(data)).not.toContain('a');
		expect(idsOf(data)).toContain('b');
	});
});

describe('an experiment', () => {
	it('keeps each of 2,000 sessions in its group, with shares near 50/30/20', async () => {
		const emulator = await start({ recommendationCount: 1 });
		const models = new Map<string, string | null>();
		for (let session = 0; session < 2000; session += 1) {
			const sid = `session-${session}`;
			models.set(sid, dataOf(await experiment(emulator, { sid })).kainic_mid);
		}
		for (const [sid, model] of [...models].slice(0, 200)) {
			expect(dataOf(await experiment(emulator, { sid })).kainic_mid).toBe(model);
		}
		const groups = emulator.world.ledger.experiments()['experiment-home'] ?? {};
		// Three standard deviations of 2,000 draws are at most 3.4 percent.
		expect(Math.abs((groups['popular'] ?? 0) / 20 - 50)).toBeLessThan(3.4);
		expect(Math.abs((groups['trending'] ?? 0) / 20 - 30)).toBeLessThan(3.4);
		expect(Math.abs((groups['control'] ?? 0) / 20 - 20)).toBeLessThan(3.4);
		expect([...models.values()].filter((model) => model === null)).toHaveLength(
			groups['control'] ?? 0,
		);
	});

	it('answers its control group with a success without items', async () => {
		const groups = [{ name: 'control', share: 100, modelId: null }];
		const emulator = await start({ experiments: { 'all-control': { active: true, groups } } });
		const reply = await experiment(emulator, { kainic_exp_id: 'all-control' });
		expect(reply).toMatchObject({
			status: 200,
			json: { status: 'success', data: { kainic_mid: null, items: [] } },
		});
		expect(emulator.contract.of('experiment').checkAnswer(reply.json)).toBeUndefined();
		expect(emulator.world.ledger.predictions).toMatchObject([
			{ experimentId: 'all-control', group: 'control', modelId: null },
		]);
	});
});
