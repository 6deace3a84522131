import assert from 'node:assert/strict';
import { post } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { impatientPostedOrders, pathOf } from '../../support/workflows/impatient';
import { strangeBodies, withExample } from '../../support/workflows/webhooks';
import { type EditorStage, test } from '../../support/browser/editor-stage';
import { deleteDataTable, tableRows, until } from '../../support/workflows/data-tables';

const table = 'Kainic order events';

function order(id: string, lines: readonly JsonObject[], more: JsonObject = {}): JsonObject {
	return { order_id: id, anon_uid: 'visitor-1', uid: 'customer-1', lines, ...more };
}

function linesOf(count: number): JsonObject[] {
	return Array.from({ length: count }, (_, index) => ({
		item_id: `sku-${index}`,
		quantity: index + 1,
		price: 19.9,
	}));
}

/** What n8n makes of them. order-events-webhook.test.ts has what the example makes of any body. */
const noOrders: readonly unknown[] = [
	...[undefined, ''],
	...strangeBodies.filter((body) => !(body instanceof Uint8Array)),
	[order('A-2', linesOf(1))],
	order('A-2', [...linesOf(3), { quantity: 2 }]),
	order(' ', linesOf(1)),
];

test('Example: an order becomes an event for each line, and what is not an order is refused with a reason', async (stage) => {
	const { ledger } = stage.emulator.world;
	await withExample(stage, impatientPostedOrders(), async (ask) => {
		const address = `${stage.n8n.url}/webhook/${pathOf(0)}`;
		const stranger = await post(address, order('A-1', linesOf(1)));
		assert.equal(stranger.status, 403, await stranger.text());
		for (const body of noOrders) {
			const answer = await ask(body);
			assert.equal(answer.status, 400, JSON.stringify(body));
			assert.match(String(answer.body['reason']), /\S/, JSON.stringify(body));
		}
		const unreadable = await ask(Buffer.from('{"order_id": "A-1", "lines": [}'));
		assert.equal(unreadable.status, 422);
		assert.doesNotMatch(JSON.stringify(unreadable.body), /node_modules|stack/);
		assert.deepEqual(await ordersIn(stage), []);
		const rows = await tableRows(stage.n8n, table);
		const refusals = rows.filter((row) => row['event_name'] === 'refusal');
		assert.equal(refusals.length, noOrders.length);
		for (const { posted } of refusals) assert.match(String(posted), /\S/);

		const withoutConsent = await ask(order('A-3', linesOf(1), { anon_uid: null }));
		assert.deepEqual([withoutConsent.status, withoutConsent.body], [200, { order_id: 'A-3' }]);
		await until(async () => {
			const all = await tableRows(stage.n8n, table);
			return all.some((row) => row['order_id'] === 'A-3' && row['state'] === 'no_visitor');
		}, 120_000);

		const lines = [
			{ item_id: 'sku-1', quantity: 2, price: 19.9 },
			{ item_id: 'sku-2 👟', quantity: 1, price: 5 },
		];
		const when = { placed_at: '2026-11-20T10:00:00+01:00' };
		const good = await ask(order('A-1', lines, { ...when, currency: 'EUR' }));
		assert.deepEqual([good.status, good.body], [200, { order_id: 'A-1' }]);
		await arrived(stage, 'A-1', 2);
		const buyer = { platform: 'web', anon_uid: 'visitor-1', uid: 'customer-1' };
		assert.deepEqual(
			ledger.events.map(({ event }) => event),
			lines.map((line) => ({
				...{ ...buyer, event_name: 'purchase', order_id: 'A-1', currency: 'EUR', ...line },
				event_id: `purchase:webhook:A-1:${encodeURIComponent(`${line.item_id}@${line.price}EUR`)}:${line.quantity}`,
				occurred_at: '2026-11-20T09:00:00.000Z',
			})),
		);
	});
});

/** n8n can make two rows of progress: its upsert updates first, and inserts then. */
const rounds = 8;

test("Example: of a shop's first 15 orders, posted at once, each arrives once, and one row of progress is left @night", async (stage) => {
	const { ledger } = stage.emulator.world;
	const progress = async () =>
		(await tableRows(stage.n8n, table)).filter((row) => row['event_name'] === 'progress').length;
	let doubled = 0;
	await withExample(stage, impatientPostedOrders(), async (ask) => {
		for (let round = 0; round < rounds; round += 1) {
			if (round > 0) await deleteDataTable(stage.n8n, table);
			const ids = Array.from({ length: 15 }, (_, index) => `R${round}-${index}`);
			const answers = await Promise.all(ids.map(async (id) => await ask(order(id, linesOf(2)))));
			for (const { status, body } of answers) assert.equal(status, 200, JSON.stringify(body));
			doubled += Number((await progress()) > 1);
			for (const id of ids) await arrived(stage, id, 2);
			await until(
				async () => (await ordersIn(stage)).every((row) => row['posted'] === null),
				120_000,
			);
			await until(async () => (await progress()) === 1, 120_000);
		}
	});
	const ids = ledger.events.map(({ event }) => event['event_id']);
	assert.equal(new Set(ids).size, rounds * 15 * 2);
	assert.equal(ids.length, rounds * 15 * 2, 'an event arrived twice');
	stage.report(`        ${doubled} of ${rounds} bursts left two rows of progress for a moment`);
});

async function ordersIn({ n8n }: EditorStage): Promise<readonly JsonObject[]> {
	const rows = await tableRows(n8n, table);
	return rows.filter((row) => row['event_name'] === 'order');
}

/** Waits until Kainic has so many events of an order; fails if it has more. Those with one ID are one. */
async function arrived({ emulator }: EditorStage, id: string, count: number): Promise<void> {
	const { ledger } = emulator.world;
	const events = (): number => {
		const own = ledger.events.filter(({ event }) => event['order_id'] === id);
		return new Set(own.map(({ event }) => event['event_id'])).size;
	};
	await until(() => events() >= count, 120_000);
	assert.equal(events(), count);
}
