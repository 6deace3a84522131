import assert from 'node:assert/strict';
import { importWorkflow, outputItems, runManually } from '../../../../tools/n8n';
import { arrayOf, objectOf } from '../../../../tools/n8n/json';
import { readExample } from '../../../support/workflows/examples';
import { test } from '../woocommerce-stage';

const [count, burst] = [10_000, 300];

/** Milliseconds. Such a run reads 1,000 orders of a shop that PHP's own server builds. */
const ofRun = 1_800_000;

test(`Kainic has ${count} orders, of which ${burst} changed in the same second`, async (real) => {
	const { n8n, shop, stored, emulator, report } = real;
	await shop.runPhp(`require __DIR__ . '/many-orders.php';
		make_many_orders( ${shop.orders['customer completed']}, ${count}, ${burst} );`);
	const example = readExample('woocommerce-orders.json', { shop: shop.url });
	const workflow = await importWorkflow(n8n, example, stored);
	const sent: number[] = [];
	do {
		const run = await runManually(n8n, workflow, 'Every Five Minutes', ofRun);
		const said = run.errorMessage ?? '';
		if (said !== '') assert.match(said, /products were deleted/);
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
	const got = emulator.world.ledger.events
		.map(({ event }) => event)
		.filter(({ order_id: order }) => Number(order) > 1_000_000)
		.map(({ order_id, item_id, quantity, price, anon_uid, event_name }) => {
			assert.equal(event_name, 'purchase');
			return [order_id, item_id, quantity, price, anon_uid].map(String).join(' ');
		});
	assert.equal(expected.length, count);
	assert.deepEqual(got.sort(), expected.sort());
});
