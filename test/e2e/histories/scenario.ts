import { isNightly } from '../../nightly';
import { openShopify } from '../../shops/shopify';
import { openWooCommerce } from '../../shops/woocommerce';
import type { EditorScenario } from '../scenario';
import { playHistories } from './history';
import { randomOf } from './random';
import { brokenVisitor } from './shop-life';
import { shopifyLife } from './shopify-life';
import { openStand } from './stand';
import { wooLife } from './woocommerce-life';

const histories = Number(process.env['KAINIC_HISTORIES'] ?? (isNightly ? 90 : 30));
const firstSeed = Number(process.env['KAINIC_SEED'] ?? 1);

/** As many shops of each kind as two processors carry. */
const shopsAtOnce = Math.min(15, histories);
const patience = { polls: 10, run: 38, turn: 0.75, timeout: 4 };

/** n8n's other engine for expressions takes half of the time. */
const frugal = { N8N_EXPRESSION_ENGINE: 'legacy' };

/** In one n8n, so that each start of it serves all shops. Two shops have the same order IDs. */
export const orderHistories: EditorScenario = {
	name: `Shop orders: over ${histories} histories of each shop with faults and kills nothing is missing and nothing is sent twice, although Kainic answers 500 for some orders`,
	run: async (stage) => {
		const shopify = await openShopify();
		const numbers = Array.from({ length: shopsAtOnce }, (_, index) => index);
		const woocommerce = await Promise.all(numbers.map(openWooCommerce));
		const pairs = [...woocommerce.entries()].map(([number, shop]) => [
			wooLife(shop),
			shopifyLife(shopify.openShop(`shop-${number}`)),
		]);
		const shops = { ...stage.shops, env: { ...shopify.env, ...frugal } };
		const stand = await openStand({ ...stage, shops }, pairs.flat(), null, patience);
		stand.emulator.change({ brokenVisitors: [brokenVisitor] });
		try {
			for (let first = firstSeed; first < firstSeed + histories; first += shopsAtOnce) {
				const last = first + shopsAtOnce - 1;
				stage.report(`        histories of the seeds ${first} to ${last} …`);
				const played = pairs.flatMap((lives, number) =>
					lives.map((life) => ({ life, seed: first + number, random: randomOf(first + number) })),
				);
				await playHistories(stand, played, randomOf(first).between(1_000, 10_000));
			}
		} finally {
			await stand.close();
			await Promise.all([shopify, ...woocommerce].map(async (each) => await each.close()));
		}
	},
};
