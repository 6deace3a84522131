import assert from 'node:assert/strict';
import { outputItems, runManually } from '../../../../tools/n8n';
import { arrayOf, objectOf } from '../../../../tools/n8n/json';
import { eventsIn, importExample } from '../../shop-stage';
import { test } from '../woocommerce-stage';

const [count, burst] = [10_000, 300];

/** Milliseconds. Such a run reads 1,000 orders of a shop that PHP's own server builds. */
const ofRun = 1_800_000;

test(`Kainic has ${count} orders, of which ${burst} changed in the same second`, async (real) => {
	const { n8n, shop, report } = real;
	await shop.runPhp(`require __DIR__ . '/many-orders.php';
		make_many_orders( ${shop.orders['customer completed']}, ${count}, ${burst} );`);
	const workflow = await importExample(real, 'woocommerce-orders.json');
	const sent: number[] = [];
	do {
		const run = await runManually(n8n, workflow, 'Every Five Minutes', ofRun);
		assert.equal(run.errorMessage ?? '', '');
		sent.push(outputItems(run, 'Send Events').filter(({ json }) => json['id']).length);
		report(`        run ${sent.length} sent ${sent.at(-1)} events`);
	} while (Number(sent.at(-1)) > 0);
	const lines = await shop.runPhp(
		`require __DIR__ . '/many-orders.php'; return lines_of_many_orders();`,
	);
	const expected = arrayOf(lines, 'lines').map((line) => {
		const { order_id, item_id, quantity, amount, anon_uid } = objectOf(line, 'a line');
		const units = Number(quantity);
		const price = Number((Number(amount) / units).toFixed(4));
		return `${String(order_id)} ${String(item_id)} ${units} ${price} ${String(anon_uid)}`;
	});
	const got = eventsIn(real)
		.filter(({ order_id: order }) => Number(order) > 1_000_000)
		.map(({ order_id, item_id, quantity, price, anon_uid, event_name }) => {
			assert.equal(event_name, 'purchase');
			return [order_id, item_id, quantity, price, anon_uid].map(String).join(' ');
		});
	assert.equal(expected.length, count);
	assert.deepEqual(got.sort(), expected.sort());
});
