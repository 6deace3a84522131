import assert from 'node:assert/strict';
import { tableRows, until } from '../../../support/workflows/data-tables';
import { serve } from '../../../support/doubles/server/server';
import { unavailable } from '../../../support/doubles/server/faults';
import { wooLine, wooOrder, type WooOrder } from '../../../support/doubles/woocommerce';
import { openStand, type Stand } from './stand';
import { test } from '../../../support/browser/editor-stage';

const waits = 120_000;

/** Somebody's chat, which may be down. */
interface Pager {
	isDown: boolean;
	readonly told: string[];
}

/** What went out, and whether all of it holds nothing of a person or an event. */
function assertNames(pager: Pager): void {
	for (const text of pager.told) {
		assert.doesNotMatch(text, /visitor|Zoë|shop\.example|purchase|shoe-/);
		assert.match(text, /^\{"text":"\\"Kainic: .*\\" failed at /);
	}
}

test('Shop orders: alerts about a refusal, an outage and a failed run are sent until one is delivered, without data of the customer @night', async (stage) => {
	const pager: Pager = { isDown: false, told: [] };
	const server = await serve(({ body }) => {
		if (pager.isDown) return unavailable;
		pager.told.push(body);
		return { status: 200, body: {} };
	});
	const { woocommerce: shop } = stage.shops;
	const life = { file: 'woocommerce-orders.json', settings: { shop: shop.url } };
	const stand = await openStand(stage, [life], `http://127.0.0.1:${server.port}/alert`);
	const place = (order: WooOrder): unknown => shop.orders.set(order.id, order);
	try {
		place(wooOrder(1, { meta_data: [] }));
		place(wooOrder(2, { line_items: [wooLine(2)] }));
		await untilStates(stand, '1 1 no_visitor, 2 2 accepted');
		assert.deepEqual(arrived(stand), [`purchase:${shop.url}:2:2:1`]);

		// Kainic refuses a batch for one of its events.
		stand.emulator.change({ requiredEventFields: { sku: 'string' } });
		place(wooOrder(4, { line_items: [wooLine(4), wooLine(5, { sku: null }), wooLine(6)] }));
		await untilTold(
			pager,
			/failed at \\"Report Failures\\": .*failed \(.*missing_fields.*\)\..*order 4/,
		);
		await untilStates(stand, '4 4 accepted, 4 5 refused, 4 6 accepted');
		stand.emulator.change({ requiredEventFields: {} });

		// Kainic refuses one line with an unknown message, and accepts the other.
		const body = JSON.stringify({ status: 'fail', message: 'Unknown words' });
		stand.emulator.inject({ kind: 'answer', status: 400, contentType: 'application/json', body });
		place(wooOrder(5, { line_items: [wooLine(7), wooLine(8)] }));
		await untilTold(pager, /rejected/);
		await untilStates(stand, '5 7 refused, 5 8 accepted');

		// Nobody hears of the outage at first.
		pager.isDown = true;
		stand.emulator.inject({ kind: 'answer', status: 503, count: 'always' });
		place(wooOrder(3, { line_items: [wooLine(3)] }));
		await until(async () => stand.emulator.world.ledger.requests.length > 6, waits);
		pager.isDown = false;
		await untilTold(pager, /server_error/);
		stand.emulator.world.faults.clear();
		await until(async () => arrived(stand).includes(`purchase:${shop.url}:3:3:1`), waits);

		shop.faults.push({
			concerns: () => true,
			answer: () => ({ status: 401, body: { code: 'cannot_view' } }),
			// Runs that read at once share these answers, and each asks three times.
			times: 20,
		});
		await untilTold(
			pager,
			/WooCommerce shop\\" failed at \\"Find Missing Events\\": .* answered 401/,
		);
		assertNames(pager);
	} finally {
		await stand.close();
		await server.close();
		stage.shops.reset();
	}
});

async function untilTold(pager: Pager, text: RegExp): Promise<void> {
	await until(async () => pager.told.some((each) => text.test(each)), waits);
}

/** Waits until the rows of the orders, by order and line, have these states, e.g. `1 1 refused, 2 2 accepted`. */
async function untilStates({ running }: Stand, states: string): Promise<void> {
	const shown = async (): Promise<string> => {
		const rows = await tableRows(running.n8n, 'Kainic order events');
		const texts = rows.map((row) => [row['order_id'], row['line_id'], row['state']].join(' '));
		return texts.sort().join(', ');
	};
	await until(async () => (await shown()).endsWith(states), waits);
}

function arrived({ emulator }: Stand): unknown[] {
	return emulator.world.ledger.events.map(({ event }) => event['event_id']);
}
