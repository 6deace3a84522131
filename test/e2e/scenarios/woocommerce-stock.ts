import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { outputItems, type Execution } from '../../../harness';
import type { ShopAnswer } from '../../shops/shared/shop-server';
import { wooProduct } from '../../shops/woocommerce';
import { catalogOf, until, withShopExample, type ShopScenario } from './shop-examples';
import { byId, file, isPage, night, quarter, run, wooRows } from './woocommerce-catalog';

export const wooMoves: ShopScenario = {
	name: 'WooCommerce catalog: a stock run goes on if products move between its pages, and the next one reads them again',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, file, async (example) => {
			const now = new Date().toISOString().slice(0, 19);
			shop.products = Array.from({ length: 150 }, (_, index) =>
				wooProduct(10_000 + index, { date_modified_gmt: now }),
			);
			const whole = await run(stage, example, night);
			const kept = timeKept(whole);
			for (const product of shop.products) product.stock_quantity = 77;
			const answer = (own: () => ShopAnswer): ShopAnswer => ({
				...own(),
				body: shop.products.slice(99, 149),
			});
			shop.faults = [{ concerns: isPage(2), answer, times: 1 }];
			const moved = await run(stage, example, quarter);
			assert.equal(moved.status, 'success', moved.errorMessage);
			assert.equal(outputItems(moved, 'Changed Stock')[0]?.json['products'], 149);
			assert.equal(timeKept(moved), kept);
			const next = await run(stage, example, quarter);
			assert.deepEqual(byId(catalogOf(stage)), byId(wooRows(shop)));
			assert.ok(timeKept(next) > kept);
			assert.deepEqual(example.pager.alerts, []);
		});
	},
};

function timeKept(execution: Execution): string {
	return String(outputItems(execution, 'Keep Run')[0]?.json['read_at']);
}

export const wooOverlap: ShopScenario = {
	name: 'WooCommerce catalog: older stock that a slow run sent last is mended by the next run',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		const { emulator } = stage;
		await withShopExample(stage, file, async (example) => {
			const now = new Date().toISOString().slice(0, 19);
			const product = wooProduct(10_000, { date_modified_gmt: now, stock_quantity: 5 });
			shop.products = [product];
			await run(stage, example, night);

			emulator.inject({ kind: 'delay', delayMs: 25_000 });
			const begun = Date.now();
			const asked = emulator.world.ledger.requests.length;
			const slow = run(stage, example, quarter);
			await until(() => emulator.world.ledger.requests.length > asked);
			// Older than what a run reads that begins ten seconds later: it reads five minutes back.
			const changed = new Date(begun - 295_000).toISOString().slice(0, 19);
			Object.assign(product, { stock_quantity: 3, date_modified_gmt: changed });
			await wait(Math.max(0, begun + 12_000 - Date.now()));
			const quick = await run(stage, example, quarter);
			assert.equal(catalogOf(stage)[0]?.['stock'], 3);
			const older = await slow;
			assert.equal(catalogOf(stage)[0]?.['stock'], 5);
			assert.ok(timeKept(older) < timeKept(quick));

			await run(stage, example, quarter);
			assert.equal(catalogOf(stage)[0]?.['stock'], 3);
			assert.deepEqual(example.pager.alerts, []);
		});
	},
};
