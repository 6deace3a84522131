import assert from 'node:assert/strict';
import { runManually } from '../../../harness';
import { shopifyOrder } from '../../shops/shopify';
import { wooOrder } from '../../shops/woocommerce';
import type { Shops } from '../setting/shops';
import { eventsOf, withShopExample, type ShopScenario } from './shop-examples';

const tellers: ReadonlyArray<readonly [file: string, tell: (shops: Shops) => Promise<unknown>]> = [
	[
		'woocommerce-orders.json',
		({ woocommerce }) => woocommerce.deliver('order.updated', wooOrder(1)),
	],
	['shopify-orders.json', ({ shopify }) => shopify.deliver('orders/updated', shopifyOrder(1))],
];

/** The example's condition, with a date in place of 90 days ago. */
function olderThan(date: string): object {
	return { conditions: [{ keyName: 'createdAt', condition: 'lt', keyValue: date }] };
}

export const ordersForgotten: ShopScenario = {
	name: 'Shop orders: the nightly tidying forgets old orders, and no others',
	run: async (stage) => {
		for (const [file, tell] of tellers) {
			for (const [filters, expected] of [
				[undefined, 1],
				[olderThan('={{ $now.plus(1, "day").toISO() }}'), 2],
			] as const) {
				stage.emulator.reset();
				const replaced = filters === undefined ? {} : { 'Forget Old Orders': { filters } };
				await withShopExample(
					stage,
					file,
					async ({ settled, workflow, pager }) => {
						await tell(stage.shops);
						await settled();
						const tidied = await runManually(stage.n8n, workflow, 'Every Night');
						assert.equal(tidied.status, 'success', tidied.errorMessage);
						await settled();
						await tell(stage.shops);
						await settled();
						assert.equal(eventsOf(stage).length, expected, file);
						assert.deepEqual(pager.alerts, []);
					},
					replaced,
				);
			}
		}
	},
};
