import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { elapsed } from '../../../../tools/n8n';
import { seeded } from '../../../support/seeded-random';
import { until } from '../../../support/workflows/data-tables';
import { test } from '../../../support/browser/editor-stage';
import { assertOnce, wrongUnits } from './held-units';
import { placeOrder, refundUnit, unitsOf } from './plain-orders';
import { openStand } from './stand';

const seed = Number(process.env['KAINIC_SEED'] ?? Date.now() % 2 ** 30);
// So few orders that a run ends before it is cut off, also on a busy machine.
const [kills, ordersEach] = [3, 12];

test(`Shop orders: n8n is killed ${kills} times at any moment, and each unit is held and sent once @night`, async (stage) => {
	const { woocommerce: shop } = stage.shops;
	const random = seeded(seed);
	const life = { file: 'woocommerce-orders.json', settings: { shop: shop.url } };
	const stand = await openStand(stage, [life], null);
	const { ledger } = stand.emulator.world;
	const start = performance.now();
	/** What n8n has asked the shop and Kainic so far. */
	const requests = () => shop.requests.length + ledger.requests.length;
	try {
		for (let first = 1; first <= kills * ordersEach; first += ordersEach) {
			for (let id = first; id < first + ordersEach; id += 1) placeOrder(shop, id, Date.now());
			for (let id = first - ordersEach; id > 0 && id < first; id += 3)
				refundUnit(shop, id, Date.now());
			const moment = requests() + 1 + Math.floor(random() * 2 * ordersEach);
			await until(() => requests() >= moment, 300_000, 2);
			await wait(random() * 1_000);
			await stand.restart();
			stage.report(`        killed after ${requests()} requests, ${elapsed(start)}`);
		}
		const wrong = () => wrongUnits(stand.emulator, unitsOf(shop));
		await until(() => wrong().length === 0, 600_000).catch(() => undefined);
		// A few runs more change nothing.
		const asked = shop.requests.length;
		await until(() => shop.requests.length > asked + 6, 300_000);
		assert.deepEqual(wrong(), []);
		assertOnce(stand);
		stage.report(`        ${ledger.events.length} events from seed ${seed}, ${elapsed(start)}`);
	} finally {
		await stand.close();
		stage.shops.reset();
	}
});
