import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { runManually, type StoredWorkflow } from '../../../../tools/n8n';
import type { JsonObject } from '../../../../tools/n8n/json';
import { patience } from '../../browser';
import { assertOnce, eventsIn, importExample } from '../../shop-stage';
import {
	addressOf,
	addToCart,
	agreeAt,
	buyInBlock,
	buyInClassic,
	logIn,
	openAdmin,
	placeOrder,
	visitorOf,
	whileOpen,
} from '../visit';
import { test, type RealShop } from '../woocommerce-stage';

interface Order extends JsonObject {
	readonly order_id: string;
	readonly status: string;
	readonly anon_uid: string;
	readonly occurred_at: number;
	readonly lines: ReadonlyArray<Readonly<Record<'item_id' | 'units' | 'price', unknown>>>;
}

const ordersOf = async ({ shop }: RealShop): Promise<readonly Order[]> =>
	(await shop.runPhp('return truth_orders();')) as readonly Order[];

/** The workflow, which reads the orders of the last year. */
const file = 'woocommerce-orders.json';

/** What the workflow says when it ends. */
async function readOrders({ n8n }: RealShop, workflow: StoredWorkflow): Promise<string> {
	return (await runManually(n8n, workflow, 'Every Five Minutes', patience)).errorMessage ?? '';
}

const what = ['currency', 'anon_uid', 'uid', 'platform'] as const;

/** The workflow sends no order that is older (keep_days). */
const keepSeconds = 400 * 86_400;

/** Units by order and product: what Kainic should have got, and what it got. */
function assertUnits(real: RealShop, orders: readonly Order[]): void {
	const firstSecond = Date.now() / 1000 - keepSeconds;
	const expected = sumsOf(
		orders
			.filter(({ anon_uid: visitor, occurred_at: at }) => visitor && at > firstSecond)
			.flatMap(({ order_id: order, lines }) =>
				lines.map(({ item_id: item, units }) => [order, item, Number(units)] as const),
			),
	);
	const got = sumsOf(
		eventsIn(real).map((event) => {
			const units = Number(event['quantity']) * (event['event_name'] === 'refund' ? -1 : 1);
			return [event['order_id'], event['item_id'], units] as const;
		}),
	);
	assert.deepEqual(got, expected);
}

/** Units that are not 0, by order and product. */
function sumsOf(units: ReadonlyArray<readonly [order: unknown, item: unknown, units: number]>) {
	const sums: Record<string, number> = {};
	for (const [order, item, count] of units) {
		const name = `order ${String(order)}, product ${String(item)}`;
		sums[name] = count + (sums[name] ?? 0);
	}
	return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

/** Each event has the price, currency, time and people of its order. */
function assertFacts(real: RealShop, orders: readonly Order[]): void {
	for (const event of eventsIn(real)) {
		const order = orders.find(({ order_id: id }) => id === event['order_id']);
		assert.ok(order, JSON.stringify(event));
		for (const name of what) assert.equal(event[name] ?? null, order[name], name);
		// The workflow divides the amount of a line, which is in cents.
		const isPrice = ({ item_id: id, price }: Order['lines'][number]) =>
			id === event['item_id'] && Math.abs(Number(price) - Number(event['price'])) < 0.005;
		assert.ok(order.lines.some(isPrice), JSON.stringify({ event, order }));
		if (event['event_name'] === 'purchase')
			assert.equal(Date.parse(String(event['occurred_at'])) / 1000, order.occurred_at);
	}
}

test('Orders of both checkouts have their visitor, and Kainic has their lines', async (real) => {
	const { shop, emulator } = real;
	const before = (await ordersOf(real)).map(({ order_id: id }) => id);
	const visitors: string[] = [];
	await whileOpen(real, async () => {
		const product = await addressOf(real, 'Simple 2');
		for (const buy of [buyInBlock, buyInClassic]) {
			const { tab } = await real.visitor();
			await agreeAt(tab, product);
			await tab.goto(product);
			await addToCart(tab);
			await buy(tab, shop.url);
			visitors.push(await visitorOf(tab));
		}
		const { tab: customer } = await real.visitor();
		await agreeAt(customer, product);
		await logIn(real, customer);
		await customer.goto(product);
		await addToCart(customer);
		await buyInClassic(customer, shop.url);
		visitors.push(await visitorOf(customer));
		const { tab: silent } = await real.visitor();
		await silent.goto(product);
		await addToCart(silent);
		await buyInBlock(silent, shop.url);
		visitors.push('');
		const { tab: invited } = await real.visitor();
		await agreeAt(invited, product);
		await payByLink(real, invited);
		visitors.push(await visitorOf(invited));
	});
	const made = (await ordersOf(real)).filter(({ order_id: id }) => !before.includes(id));
	const byTime = [...made].sort((a, b) => Number(a.order_id) - Number(b.order_id));
	assert.deepEqual(
		byTime.map(({ anon_uid: visitor }) => visitor),
		visitors,
	);
	emulator.reset();
	const said = await readOrders(real, await importExample(real, file));
	assert.equal(said, '');
	const orders = await ordersOf(real);
	assertUnits(real, orders);
	assertFacts(real, orders);
});

/** The owner makes an order by hand, and the visitor pays it. */
async function payByLink({ shop }: RealShop, tab: Page): Promise<void> {
	const link = await shop.runPhp(`$order = wc_create_order( array( 'status' => 'pending' ) );
		$order->add_product( wc_get_product( ${shop.products['Simple 2']} ) );
		$order->set_address( array( 'country' => 'DE', 'email' => 'guest@shop.example' ), 'billing' );
		$order->calculate_totals();
		return $order->get_checkout_payment_url();`);
	await tab.goto(String(link));
	await placeOrder(tab, '#place_order');
}

test('Of four runs that the owner starts at the same moment, Kainic has each event once', async (real) => {
	const workflow = await importExample(real, file);
	await Promise.all(Array.from({ length: 4 }, async () => await readOrders(real, workflow)));
	await readOrders(real, workflow);
	assertUnits(real, await ordersOf(real));
	assertOnce(real);
});

/** What happens to orders, as PHP code that knows the order's ID. */
const life = {
	'an edited quantity': [
		'refund 1 of 3',
		`foreach ( $order->get_items() as $item ) { $item->set_quantity( 5 ); $item->save(); }
			$order->calculate_totals(); $order->save();`,
	],
	'a new line': [
		'guest completed',
		`$order->add_product( wc_get_product( $products['Simple 9'] ), 2 );
			$order->calculate_totals(); $order->save();`,
	],
	'a cancelled order': ['guest processing', `$order->update_status( 'cancelled' );`],
	'a paid order': ['guest on-hold', `$order->update_status( 'processing' );`],
	'a partial refund': [
		'many lines',
		`$item = array_values( $order->get_items() )[4];
			wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => $item->get_total(),
				'line_items' => array( $item->get_id() => array( 'qty' => 2, 'refund_total' => $item->get_total() ) ) ) );`,
	],
	'an order in the trash': ['coupon fixed', `$order->delete( false );`],
	'a restored order': ['trash', `$order->untrash();`],
	'a removed line': [
		'variable',
		`$order->remove_item( array_key_first( $order->get_items() ) ); $order->calculate_totals(); $order->save();`,
	],
} as const;

test('Kainic has each order through its life: edited, cancelled, refunded, trashed, restored', async (real) => {
	const { shop } = real;
	const workflow = await importExample(real, file);
	await readOrders(real, workflow);
	for (const [title, [name, code]] of Object.entries(life)) {
		const products = `$products = json_decode( '${JSON.stringify(shop.products)}', true );`;
		await shop.runPhp(`wp_set_current_user( 1 ); ${products}
			$order = wc_get_order( ${shop.orders[name]} ); ${code}`);
		assert.equal(await readOrders(real, workflow), '', title);
		assertUnits(real, await ordersOf(real));
	}
});

test('A refund that the owner deletes on the page of its order is bought again', async (real) => {
	const { shop, variant } = real;
	const order = shop.orders['refund 1 of 3'];
	const workflow = await importExample(real, file);
	await readOrders(real, workflow);
	const before = eventsIn(real, 'purchase').length;
	// A run reads the last minutes again, so the order must be older.
	await shop.runPhp(`$order = wc_get_order( ${order} );
		$order->set_date_modified( time() - DAY_IN_SECONDS ); $order->save();`);
	const tab = await openAdmin(real, 'admin');
	const query = variant.hpos
		? `admin.php?page=wc-orders&action=edit&id=${order}`
		: `post.php?action=edit&post=${order}`;
	await tab.goto(`${shop.url}/wp-admin/${query}`);
	tab.on('dialog', (dialog) => void dialog.accept());
	await tab.locator('tr.refund').first().hover();
	await tab.locator('tr.refund .delete_refund').first().click();
	await tab.locator('tr.refund').first().waitFor({ state: 'detached' });
	assert.equal(await readOrders(real, workflow), '');
	assert.equal(eventsIn(real, 'purchase').length, before + 1);
	assertUnits(real, await ordersOf(real));
});
