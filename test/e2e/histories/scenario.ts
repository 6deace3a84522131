import { isNightly } from '../../nightly';
import type { EditorScenario } from '../scenario';
import { openStand, playHistory } from './history';
import { randomOf } from './random';
import { shopifyLife } from './shopify-life';
import { wooLife } from './woocommerce-life';

const histories = Number(process.env['KAINIC_HISTORIES'] ?? (isNightly ? 30 : 2));
const firstSeed = Number(process.env['KAINIC_SEED'] ?? 1);

export const orderHistories: EditorScenario = {
	name: `Shop orders: over ${histories} histories with faults and kills nothing is missing and nothing is sent twice`,
	run: async (stage) => {
		const lives = [wooLife(stage.shops.woocommerce), shopifyLife(stage.shops.shopify)];
		const stand = await openStand(stage, lives, null);
		try {
			for (let seed = firstSeed; seed < firstSeed + histories; seed += 1) {
				stage.report(`        history of seed ${seed} …`);
				await playHistory(stand, lives, randomOf(seed));
			}
		} finally {
			await stand.close();
			stage.shops.reset();
		}
	},
};
