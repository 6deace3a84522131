import assert from 'node:assert/strict';
import { importWorkflow, runManually, type Execution } from '../../../tools/n8n';
import { changed, edited } from '../../support/workflows/impatient';
import type { ShopFault } from '../../support/doubles/server/faults';
import type { ShopRequest } from '../../support/doubles/server/server';
import {
	oddAnswers,
	wooLine,
	wooOrder,
	wooRefund,
	type WooOrder,
} from '../../support/doubles/woocommerce';
import { withShopCredentials } from '../../support/workflows/run-example';
import { test, type EditorStage } from '../../support/browser/editor-stage';

const file = 'woocommerce-orders.json';

/** An order that changed so many seconds ago. */
function changedAgo(id: number, seconds: number, changes: Partial<WooOrder> = {}): WooOrder {
	const date = new Date(Date.now() - seconds * 1_000).toISOString().slice(0, 19);
	const dates = { date_created_gmt: date, date_modified_gmt: date };
	return wooOrder(id, { ...dates, line_items: [wooLine(id)], ...changes });
}

const isFor =
	(part: RegExp) =>
	({ path }: ShopRequest) =>
		part.test(path);

/** A proxy that drops the header `Link`. */
const withoutLinks: ShopFault = {
	concerns: isFor(/\/orders$/),
	answer: (own) => ({ ...own(), headers: {} }),
	times: Infinity,
};

const noRefunds: ShopFault = {
	concerns: isFor(/\/orders\/1\/refunds$/),
	answer: () => ({ status: 200, body: [] }),
	times: Infinity,
};

/** Runs the example by its button, as often as `work` asks for. */
async function withRuns(
	stage: EditorStage,
	work: (run: () => Promise<Execution>) => Promise<void>,
): Promise<void> {
	const { woocommerce: shop } = stage.shops;
	const orders_since = new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10);
	await withShopCredentials(stage, async (all) => {
		const workflow = edited(
			changed(file, 120, {}, { shop: shop.url, orders_since }),
			...(['Read Orders', '"requestInterval":200', '"requestInterval":0'] as const),
		);
		const stored = await importWorkflow(stage.n8n, workflow, all);
		await work(async () => await runManually(stage.n8n, stored, 'Every Five Minutes', 120_000));
	});
}

test('Shop orders: an order with 101 refunds, without its refunds, or without a date is left out and named, and 130 others are sent although a proxy drops the links between pages', async (stage) => {
	const { woocommerce: shop } = stage.shops;
	await withRuns(stage, async (run) => {
		shop.faults = [withoutLinks, noRefunds];
		const refunds = Array.from({ length: 101 }, (_, index) =>
			wooRefund(900 + index, [[wooLine(2), 0]]),
		);
		const listed = refunds.map(({ id }) => ({ id, reason: '', total: '-1' }));
		shop.orders.set(1, changedAgo(1, 503, { refunds: listed.slice(0, 1) }));
		shop.orders.set(2, changedAgo(2, 502, { refunds: listed }));
		shop.refunds.set(2, refunds);
		shop.orders.set(3, Object.assign(changedAgo(3, 501), { date_created_gmt: null }));
		for (let id = 4; id <= 133; id += 1) shop.orders.set(id, changedAgo(id, 504 - id));
		const { status, errorMessage } = await run();
		assert.equal(status, 'error');
		const noRefund = 'the shop did not return all of its refunds';
		const says = `3 orders were left out: 1 (${noRefund}), 2 (${noRefund}), 3 (it has no date).`;
		assert.equal(errorMessage?.slice(0, says.length), says);
		const sent = stage.emulator.world.ledger.events.map(({ event }) => Number(event['order_id']));
		assert.deepEqual(
			sent.sort((a, b) => a - b),
			Array.from({ length: 130 }, (_, index) => index + 4),
		);
	});
});

test('Shop orders: 250 orders that changed in one second are sent, also behind a proxy that drops the links, and odd answers of the shop move nothing', async (stage) => {
	const { woocommerce: shop } = stage.shops;
	const { events } = stage.emulator.world.ledger;
	await withRuns(stage, async (run) => {
		shop.faults = [withoutLinks];
		for (let id = 1; id <= 250; id += 1) shop.orders.set(id, changedAgo(id, 3_600));
		for (let id = 251; id <= 260; id += 1) shop.orders.set(id, changedAgo(id, 3_000 - id));
		const before = await run();
		assert.equal(before.status, 'success', before.errorMessage);
		for (const [name, answer] of Object.entries(oddAnswers(shop.url))) {
			// The second page.
			const isLater = ({ path, query }: ShopRequest) =>
				/\/orders$/.test(path) && Number(query.get('offset')) > 0;
			shop.faults = [{ concerns: isLater, answer: () => answer, times: Infinity }];
			const { status, errorMessage } = await run();
			assert.equal(status, 'error', name);
			assert.match(errorMessage ?? '', /^The shop did not return its orders: /, name);
		}
		shop.faults = [withoutLinks];
		const after = await run();
		assert.equal(after.status, 'success', after.errorMessage);
		const sent = events.map(({ event }) => Number(event['order_id']));
		assert.deepEqual(
			sent.sort((a, b) => a - b),
			Array.from({ length: 260 }, (_, index) => index + 1),
		);
	});
});
