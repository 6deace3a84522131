import assert from 'node:assert/strict';
import { importWorkflow, runManually, type Execution } from '../../../tools/n8n';
import { changed } from '../../support/workflows/impatient';
import { visitorMeta, wooLine, wooOrder, type WooOrder } from '../../support/doubles/woocommerce';
import { tableRows } from '../../support/workflows/data-tables';
import { withShopCredentials } from '../../support/workflows/run-example';
import { test, type EditorStage } from '../../support/browser/editor-stage';

const file = 'woocommerce-orders.json';
const brokenVisitor = 'visitor-broken';

function ordered(id: number, daysAgo: number, visitor: string): WooOrder {
	const date = (days: number) =>
		new Date(Date.now() - days * 86_400_000 - id * 1_000).toISOString().slice(0, 19);
	return wooOrder(id, {
		...{ date_created_gmt: date(daysAgo), date_modified_gmt: date(0) },
		...{ line_items: [wooLine(id)], meta_data: [visitorMeta(visitor)] },
	});
}

/** The states of the shop's rows, by order; the row of progress has none. The row of the last turn is left out. */
async function states({ n8n, shops }: EditorStage): Promise<unknown> {
	const rows = (await tableRows(n8n, 'Kainic order events')).filter(
		({ shop, event_name: name }) => shop === shops.woocommerce.url && name !== 'turn',
	);
	return rows.map((row) => `${String(row['order_id'] ?? '')} ${String(row['state'])}`).sort();
}

test('Shop orders: a failed event makes its run red, and rows of old orders are deleted and never sent again', async (stage) => {
	const { n8n, emulator, shops } = stage;
	const { woocommerce: shop } = shops;
	const { events } = emulator.world.ledger;
	await withShopCredentials(stage, async (all) => {
		/** With so many days that are kept, and a slash at the end of the address. */
		const run = async (keep_days: number): Promise<Execution> => {
			const settings = { shop: `${shop.url}/`, orders_since: '2026-01-01', keep_days };
			const stored = await importWorkflow(n8n, changed(file, 120, {}, settings), all);
			return await runManually(n8n, stored, 'Every Five Minutes', 120_000);
		};
		emulator.change({ brokenVisitors: [brokenVisitor] });
		shop.orders.set(1, ordered(1, 100, 'visitor-1'));
		shop.orders.set(2, ordered(2, 1, brokenVisitor));
		const red = await run(400);
		assert.equal(red.status, 'error');
		assert.match(
			red.errorMessage ?? '',
			/^1 of 2 events failed \(server_error\)\. One of them belongs to order 2\./,
		);
		assert.deepEqual(await states(stage), [' progress', '1 accepted', '2 open']);

		emulator.change({ brokenVisitors: [] });
		const green = await run(50);
		assert.equal(green.status, 'success', green.errorMessage);
		assert.deepEqual(await states(stage), [' progress', '2 accepted']);
		assert.equal((await run(50)).status, 'success');
		assert.deepEqual(
			events.map(({ event }) => event['event_id']),
			[`purchase:${shop.url}:1:1:1`, `purchase:${shop.url}:2:2:1`],
		);
	});
});
