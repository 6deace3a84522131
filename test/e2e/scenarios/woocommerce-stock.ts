import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { outputItems } from '../../../harness';
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

const now = (): string => new Date().toISOString().slice(0, 19);

export const wooMoves: ShopScenario = {
	name: 'WooCommerce catalog: a stock run goes on if products move between its pages, and the next one reads them again',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, file, async (example) => {
			shop.products = Array.from({ length: 150 }, (_, index) =>
				wooProduct(10_000 + index, { date_modified_gmt: now() }),
			);
			await run(stage, example, night);
			for (const product of shop.products) product.stock_quantity = 77;
			const answer = (own: () => ShopAnswer): ShopAnswer => ({
				...own(),
				body: shop.products.slice(99, 149),
			});
			shop.faults = [{ concerns: isPage(2), answer, times: 1 }];
			const moved = await run(stage, example, quarter);
			assert.equal(moved.status, 'success', moved.errorMessage);
			assert.equal(outputItems(moved, 'Changed Stock')[0]?.json['products'], 149);
			const next = await run(stage, example, quarter);
			assert.equal(next.status, 'success', next.errorMessage);
			assert.deepEqual(byId(catalogOf(stage)), byId(wooRows(shop)));
		});
	},
};

export const wooOverlap: ShopScenario = {
	name: 'WooCommerce catalog: older stock that a slow night sent last is mended by the next run',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		const { emulator } = stage;
		await withShopExample(stage, file, async (example) => {
			const [sold, other] = [wooProduct(10_001), wooProduct(10_002)];
			shop.products = [sold, other];
			await run(stage, example, night);

			emulator.inject({ kind: 'delay', delayMs: 20_000 });
			const asked = emulator.world.ledger.requests.length;
			const slowNight = run(stage, example, night);
			await until(() => emulator.world.ledger.requests.length > asked);
			Object.assign(sold, { stock_quantity: 77, date_modified_gmt: now() });
			await wait(1_000);
			await run(stage, example, quarter);
			assert.equal(stockOf(stage, sold), 77);
			await slowNight;
			assert.notEqual(stockOf(stage, sold), 77);
			await run(stage, example, quarter);
			assert.equal(stockOf(stage, sold), 77);
		});
	},
};

function stockOf(stage: ShopStage, { id }: WooProduct): unknown {
	return catalogOf(stage).find((each) => each['item_id'] === String(id))?.['stock'];
}
