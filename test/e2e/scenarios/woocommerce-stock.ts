import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { outputItems, type Execution } from '../../../harness';
import type { ShopAnswer } from '../../shops/shared/shop-server';
import { wooProduct, type WooProduct } from '../../shops/woocommerce';
import {
	catalogOf,
	until,
	withShopExample,
	type ShopScenario,
	type ShopStage,
} from './shop-examples';
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
	name: 'WooCommerce catalog: older stock that a slow night sent last is mended by the next run',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		const { emulator } = stage;
		await withShopExample(stage, file, async (example) => {
			const now = (): string => new Date().toISOString().slice(0, 19);
			const [sold, other] = [wooProduct(10_001), wooProduct(10_002)];
			shop.products = [sold, other];
			await run(stage, example, night);

			/** Starts a run whose upload Kainic takes late. */
			const startSlow = async (trigger: string, delayMs: number) => {
				emulator.inject({ kind: 'delay', delayMs });
				const asked = emulator.world.ledger.requests.length;
				const ended = run(stage, example, trigger);
				await until(() => emulator.world.ledger.requests.length > asked);
				return { ended };
			};
			const begun = Date.now();
			const slowNight = await startSlow(night, 30_000);
			// A run reads five minutes back; one that begins twelve seconds later does not see this change.
			const changed = new Date(begun - 295_000).toISOString().slice(0, 19);
			Object.assign(sold, { stock_quantity: 77, date_modified_gmt: changed });
			await wait(Math.max(0, begun + 12_000 - Date.now()));
			await run(stage, example, quarter);
			assert.equal(stockOf(stage, sold), 77);

			Object.assign(other, { stock_quantity: 88, date_modified_gmt: now() });
			const slowStock = await startSlow(quarter, 30_000);
			const whole = await slowNight.ended;
			assert.notEqual(stockOf(stage, sold), 77);
			const stock = await slowStock.ended;
			assert.equal(outputItems(stock, 'Changed Stock')[0]?.json['products'], 1);
			assert.equal(timeKept(stock), timeKept(whole));

			await run(stage, example, quarter);
			assert.deepEqual([stockOf(stage, sold), stockOf(stage, other)], [77, 88]);
			assert.deepEqual(example.pager.alerts, []);
		});
	},
};

function stockOf(stage: ShopStage, { id }: WooProduct): unknown {
	return catalogOf(stage).find((each) => each['item_id'] === String(id))?.['stock'];
}
