import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../tools/n8n/cleanup';
import { packPlugin } from '../../../../tools/scripts/pack-plugin';
import { cardsOn } from '../../browser';
import { addressOf, agreeAt, assertNoNotice, openAdmin, whileOpen } from '../visit';
import { test } from '../woocommerce-stage';

/** Where the database has the name of the plugin. */
const traces = `global $wpdb;
	$found = array_merge(
		$wpdb->get_col( "SELECT CONCAT( 'option ', option_name ) FROM {$wpdb->options}
			WHERE option_name LIKE '%kainic%' OR ( option_value LIKE '%kainic%' AND option_name NOT IN ( 'recently_activated', 'cron' )
			AND option_name NOT LIKE '%transient%' )" ),
		$wpdb->get_col( "SELECT CONCAT( 'user ', meta_key ) FROM {$wpdb->usermeta} WHERE meta_key LIKE '%kainic%'" ),
		$wpdb->get_col( "SELECT DISTINCT CONCAT( 'post ', meta_key ) FROM {$wpdb->postmeta} WHERE meta_key LIKE '%kainic%'" ),
		'yes' === get_option( 'woocommerce_custom_orders_table_enabled' )
			? $wpdb->get_col( "SELECT DISTINCT CONCAT( 'order ', meta_key ) FROM {$wpdb->prefix}wc_orders_meta WHERE meta_key LIKE '%kainic%'" )
			: array()
	);
	return $found;`;

test('The owner deactivates and deletes the plugin, uploads its zip and sets it up again', async (real) => {
	const { shop, front, variant } = real;
	const plugin = join(shop.content, 'plugins/kainic');
	await shop.runPhp(
		`update_option( 'kainic', array( 'n8n' => '${front.url}', 'type' => 'similar' ) );`,
	);
	shop.takeLog();
	const product = await addressOf(real, 'Simple 2');
	const tab = await openAdmin(real, 'admin');
	const pageOf = async () => await (await tab.context().request.get(product)).text();
	assert.match(await pageOf(), /kainic/);

	await tab.goto(`${shop.url}/wp-admin/plugins.php`);
	const row = tab.locator('tr[data-plugin="kainic/kainic.php"]');
	await row.locator('.deactivate a').click();
	await row.locator('.activate a').waitFor();
	assert.doesNotMatch(await pageOf(), /kainic/i);
	// Before WordPress's script runs, the link opens a page that asks again.
	await tab.waitForLoadState('load');
	tab.on('dialog', (dialog) => void dialog.accept());
	await row.locator('.delete a').click();
	await tab.locator('tr.plugin-deleted-tr').waitFor();
	assert.equal(existsSync(plugin), false);
	assert.deepEqual(await shop.runPhp(traces), [
		`${variant.hpos ? 'order' : 'post'} kainic_anon_uid`,
	]);

	const { path: folder, remove } = temporaryFolder('zip');
	await tab.goto(`${shop.url}/wp-admin/plugin-install.php?tab=upload`);
	await tab.locator('#pluginzip').setInputFiles(packPlugin(folder));
	await tab.locator('#install-plugin-submit').click();
	await tab.getByRole('link', { name: 'Activate Plugin' }).click();
	await row.locator('.deactivate a').waitFor();
	remove();

	await row.getByRole('link', { name: 'Settings' }).click();
	await tab.locator('#kainic-n8n').waitFor();
	assert.match(
		String(await tab.locator('form').last().textContent()),
		/cookie banner allows marketing/,
	);
	const save = async (name: string, value: string): Promise<void> => {
		await tab.locator(`#kainic-${name}`).fill(value);
		// WordPress removes settings-updated from the address while the page is loaded.
		const loaded = tab.waitForEvent('load');
		await tab.locator('#submit').click();
		await loaded;
	};
	const valueOf = async (name: string) => await tab.locator(`#kainic-${name}`).inputValue();
	await save('n8n', `${front.url}/webhook/kainic-shop-events`);
	assert.equal(await valueOf('n8n'), front.url);
	await save('n8n', 'https://webhook.shop.example/home/workflows');
	assert.equal(await valueOf('n8n'), 'https://webhook.shop.example');
	await save('n8n', `${front.url}/`);
	await save('n8n', front.url.replace('https', 'http'));
	assert.match(String(await tab.locator('.notice-error').textContent()), /must begin with https/);
	assert.equal(await valueOf('n8n'), front.url);
	await save('type', 'similar');
	await save('heading', `"><script>alert(1)</script><b>Tom & "Jerry"`);
	assert.equal(await valueOf('heading'), `">Tom & "Jerry"`);
	assert.match(await pageOf(), /<h2>&quot;&gt;Tom &amp; &quot;Jerry&quot;<\/h2>/);
	await tab.screenshot({ path: `coverage/real-shops/${variant.version}-settings.png` });

	await shop.runPhp(
		`wp_insert_user( array( 'user_login' => 'manager', 'user_pass' => 'manager', 'role' => 'shop_manager' ) );`,
	);
	const manager = await openAdmin(real, 'manager');
	const answer = await manager.goto(`${shop.url}/wp-admin/options-general.php?page=kainic`);
	assert.equal(answer?.status(), 403);

	const order = shop.orders['many lines'];
	const withoutCookie = await shop.runPhp(`$order = wc_get_order( ${order} );
		do_action( 'woocommerce_before_pay_action', $order );
		$visitors = array( $order->get_meta( 'kainic_anon_uid' ) );
		do_action( 'woocommerce_checkout_create_order', $order, array() );
		return array( ...$visitors, $order->get_meta( 'kainic_anon_uid' ) );`);
	assert.match(String(withoutCookie), /^[^,]+,$/);
	const erased =
		await shop.runPhp(`WC_Privacy_Erasers::remove_order_personal_data( wc_get_order( ${order} ) );
		return wc_get_order( ${order} )->get_meta( 'kainic_anon_uid' );`);
	assert.equal(erased, '');
	assertNoNotice(shop);
});

const box = (markup: string, name: string) =>
	`wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_name' => '${name}',
		'post_title' => '${name}', 'post_content' => '${markup}' ) );`;

/** The products that the local Kainic recommends to a new visitor. */
const first = ['Simple 1', 'Simple 2', 'Simple 3', 'Simple 4'];

test('A block and a shortcode show as many cards as they say, with the prices of the shop', async (real) => {
	const { shop, variant } = real;
	const ids = first.map((name) => shop.products[name]).join(',');
	const side = `[products ids="${ids}" orderby="id" columns="4"]`;
	await shop.runPhp(
		box('<!-- wp:kainic/recommendations {"limit":"2","heading":"Our block"} /-->', 'by-block') +
			box(
				`${side}[kainic type="similar" limit="4" heading="Our <i>shortcode</i>"]`,
				'by-shortcode',
			),
	);
	await whileOpen(real, async () => {
		const { tab } = await real.visitor();
		await agreeAt(tab, `${shop.url}/by-block/`);
		const heading = tab.locator('[data-kainic] h2');
		const cards = await cardsOn(tab);
		assert.equal(await cards.count(), 2);
		assert.equal(await heading.textContent(), 'Our block');
		await tab.goto(`${shop.url}/by-shortcode/`);
		await cardsOn(tab);
		assert.equal(await heading.textContent(), 'Our <i>shortcode</i>');
		await cards.last().scrollIntoViewIfNeeded();
		const name = `${variant.version}-${variant.theme}-prices.png`;
		await tab.screenshot({ path: `coverage/real-shops/${name}`, fullPage: true });
		const own = await tab.locator('.products .price').allTextContents();
		const ours = await tab.locator('.kainic-card .kainic-price').allTextContents();
		assert.equal(ours.length, 4);
		assert.deepEqual(ours, own);
	});
});
