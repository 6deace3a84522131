<?php
// With the argument "wordpress": WordPress. With "woocommerce": WooCommerce, taxes, shipping, payment and keys.
if ( 'wordpress' === $argv[1] ) {
	define( 'WP_INSTALLING', true );
	require getenv( 'SHOP_FOLDER' ) . '/wp-load.php';
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	wp_install( 'Test Shop & Söhne', 'admin', 'admin@shop.example', true, '', 'admin' );
	update_option( 'permalink_structure', '/%postname%/' );
	update_option( 'timezone_string', 'Asia/Kolkata' );
	update_option( 'active_plugins', array( 'woocommerce/woocommerce.php' ) );
	switch_theme( getenv( 'SHOP_THEME' ) );
	exit;
}
require getenv( 'SHOP_FOLDER' ) . '/wp-load.php';
WC_Install::install();
WC_Install::create_pages();
foreach ( array(
	'woocommerce_coming_soon' => 'no', 'woocommerce_store_address' => 'Weg 1', 'woocommerce_store_city' => 'Berlin', 'woocommerce_default_country' => 'DE:DE-BE',
	'woocommerce_store_postcode' => '10115', 'woocommerce_currency' => 'EUR', 'woocommerce_price_num_decimals' => '2', 'woocommerce_calc_taxes' => 'yes',
	'woocommerce_prices_include_tax' => 'no', 'woocommerce_tax_display_shop' => 'incl', 'woocommerce_tax_display_cart' => 'incl', 'woocommerce_tax_based_on' => 'base',
	'woocommerce_enable_guest_checkout' => 'yes', 'woocommerce_enable_ajax_add_to_cart' => 'yes', 'woocommerce_onboarding_profile' => array( 'skipped' => true ),
	'woocommerce_manage_stock' => 'yes', 'woocommerce_enable_signup_and_login_from_checkout' => 'yes', 'woocommerce_enable_myaccount_registration' => 'yes',
	'woocommerce_registration_generate_password' => 'no',
) as $name => $value ) {
	update_option( $name, $value );
}
foreach ( array( array( '', '19' ), array( 'reduced-rate', '7' ) ) as list( $class, $rate ) ) {
	WC_Tax::_insert_tax_rate( array( 'tax_rate_country' => 'DE', 'tax_rate_state' => '', 'tax_rate' => $rate, 'tax_rate_name' => "VAT $rate%", 'tax_rate_priority' => 1, 'tax_rate_compound' => 0, 'tax_rate_shipping' => 1, 'tax_rate_order' => 1, 'tax_rate_class' => $class ) );
}
$zone = new WC_Shipping_Zone();
$zone->set_zone_name( 'Germany' );
$zone->add_location( 'DE', 'country' );
$zone->save();
$method = $zone->add_shipping_method( 'flat_rate' );
update_option( "woocommerce_flat_rate_{$method}_settings", array( 'title' => 'Parcel', 'tax_status' => 'taxable', 'cost' => '4.90' ) );
update_option( 'woocommerce_cod_settings', array( 'enabled' => 'yes', 'title' => 'Cash on delivery' ) );
update_option( 'woocommerce_bacs_settings', array( 'enabled' => 'yes', 'title' => 'Bank transfer' ) );
wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_name' => 'classic-checkout', 'post_title' => 'Classic checkout', 'post_content' => '[woocommerce_checkout]' ) );
if ( 'yes' === getenv( 'SHOP_HPOS' ) ) {
	wc_get_container()->get( Automattic\WooCommerce\Internal\DataStores\Orders\DataSynchronizer::class )->create_database_tables();
}
update_option( 'woocommerce_custom_orders_table_enabled', getenv( 'SHOP_HPOS' ) );
flush_rewrite_rules();
global $wpdb;
list( $key, $secret ) = array( 'ck_' . wc_rand_hash(), 'cs_' . wc_rand_hash() );
$wpdb->insert( $wpdb->prefix . 'woocommerce_api_keys', array( 'user_id' => 1, 'description' => 'n8n', 'permissions' => 'read', 'consumer_key' => wc_api_hash( $key ), 'consumer_secret' => $secret, 'truncated_key' => substr( $key, -7 ) ) );
echo "\n", json_encode( array( 'consumerKey' => $key, 'consumerSecret' => $secret, 'version' => WC()->version, 'wordpress' => get_bloginfo( 'version' ) ) );
