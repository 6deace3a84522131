<?php
/**
 * Plugin Name: Kainic for WooCommerce
 * Description: Sends the events of your shop to n8n, and shows recommendations.
 * Version: 0.1.0
 * Requires at least: 6.7
 * Requires PHP: 7.4
 * Requires Plugins: woocommerce
 * WC requires at least: 9.9
 * WC tested up to: 11.0
 * Author: The n8n-nodes-kainic founders
 * License: MIT
 * Text Domain: kainic
 * Domain Path: /languages
 *
 * @package Kainic
 */

defined( 'ABSPATH' ) || exit;

/** Returns all settings. */
function kainic_settings() {
	$defaults = array(
		'n8n'        => '',
		'item_id'    => 'id',
		'consent'    => '1',
		'type'       => '',
		'heading'    => __( 'You may also like', 'kainic' ),
		'limit'      => '4',
		'experiment' => '',
	);
	return wp_parse_args( get_option( 'kainic', array() ), $defaults );
}

/* The script, the product of the page, and the consent */

/**
 * Returns what a visitor can buy on this page: the product, the variation that the address names, or else the
 * first variation that can be bought. Returns null for what the catalog leaves out.
 */
function kainic_product_of_page() {
	$product = is_product() ? wc_get_product( get_queried_object_id() ) : null;
	if ( ! $product || $product->get_post_password() || ! in_array( $product->get_catalog_visibility(), array( 'visible', 'catalog' ), true ) ) {
		return null;
	}
	$ids = array( $product->get_id() );
	if ( $product instanceof WC_Product_Variable ) {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- The values are only compared.
		$named = WC_Data_Store::load( 'product' )->find_matching_product_variation( $product, wp_unslash( $_GET ) );
		$ids   = array_merge( array( $named ), $product->get_visible_children() );
	}
	foreach ( array_filter( $ids ) as $id ) {
		$item = wc_get_product( $id );
		if ( $item && $item->is_purchasable() ) {
			return $item;
		}
	}
	return null;
}

/** Puts kainic.js on all pages. */
function kainic_add_script() {
	if ( kainic_settings()['n8n'] ) {
		$version = (string) filemtime( __DIR__ . '/kainic.js' );
		wp_enqueue_script( 'kainic', plugins_url( 'kainic.js', __FILE__ ), array(), $version, array( 'strategy' => 'defer' ) );
	}
}
add_action( 'wp_enqueue_scripts', 'kainic_add_script' );

/**
 * Adds attributes to the tag of kainic.js. A cache may show the page to others, so none is about the visitor.
 *
 * @param string $html   The tag.
 * @param string $handle The name of the script.
 */
function kainic_add_attributes( $html, $handle ) {
	$tag = new WP_HTML_Tag_Processor( $html );
	if ( 'kainic' !== $handle || ! $tag->next_tag( 'script' ) ) {
		return $html;
	}
	$item       = kainic_product_of_page();
	$attributes = array(
		'n8n'            => kainic_settings()['n8n'],
		'item-id'        => kainic_settings()['item_id'],
		'currency'       => get_option( 'woocommerce_currency' ),
		'product-id'     => $item ? $item->get_id() : '',
		'product-sku'    => $item ? $item->get_sku() : '',
		'product-parent' => is_product() ? get_queried_object_id() : '',
		'search-term'    => is_search() ? get_search_query( false ) : '',
		'category'       => is_product_category() ? wp_specialchars_decode( single_term_title( '', false ), ENT_QUOTES ) : '',
		'cart'           => is_cart() ? '1' : '',
	);
	foreach ( $attributes as $name => $value ) {
		$tag->set_attribute( "data-$name", (string) $value );
	}
	return $tag->get_updated_html();
}
add_filter( 'script_loader_tag', 'kainic_add_attributes', 10, 2 );

/**
 * Passes on the visitor's choice in the cookie banner. The script is the same for all visitors.
 *
 * Complianz and Cookiebot answer when the page is loaded. A fallback "optout" is no answer: without a banner on the page,
 * it would mean that everybody agrees. The API's cookie ends after 30 days, and Complianz asks again after a year.
 */
function kainic_print_consent() {
	if ( ! wp_script_is( 'kainic', 'done' ) ) {
		return;
	}
	$ask = <<<'JS'
{
	const tell = async () => {
		const { wp_consent_type: type, wp_fallback_consent_type: fallback = '' } = window;
		const isKnown = type || ( /^optin/.test( fallback ) && ! window.waitfor_consent_hook );
		if ( document.readyState !== 'complete' || ! isKnown || typeof wp_has_consent !== 'function' ) return;
		const agrees = () => wp_has_consent( 'marketing' ) || window.cmplz_get_cookie?.( 'marketing' ) === 'allow';
		// The answer has the cookie of a customer who logged in before.
		if ( agrees() && ! /\bkainic_anon_uid=/.test( document.cookie ) )
			await fetch( ADDRESS, { signal: AbortSignal.timeout( 2000 ) } ).catch( () => {} );
		kainic.push( agrees() ? 'agree' : 'forget' );
	};
	addEventListener( 'load', tell );
	document.addEventListener( 'wp_consent_type_defined', tell );
	document.addEventListener( 'wp_listen_for_consent_change', tell );
}
JS;
	$ask = str_replace( 'ADDRESS', wp_json_encode( WC_AJAX::get_endpoint( 'kainic_customer' ) ), $ask );
	/**
	 * The JavaScript that tells kainic.js whether the visitor agrees. It must be the same for all visitors.
	 *
	 * @param string $script For a banner that does not speak the WP Consent API, return another one. It calls
	 *                       kainic.push( 'agree' ) on each page of a visitor who agreed, and else kainic.push( 'forget' ).
	 */
	$consent = apply_filters( 'kainic_consent_script', kainic_settings()['consent'] ? $ask : "kainic.push( 'agree' );" );
	wp_print_inline_script_tag( "window.kainic ??= [];\n$consent", array( 'id' => 'kainic-consent' ) );
}
add_action( 'wp_footer', 'kainic_print_consent', 100 );
add_filter( 'wp_consent_api_registered_' . plugin_basename( __FILE__ ), '__return_true' );

/** Tells the pages who the customer is, by a cookie. Only answers that no cache keeps set it. */
function kainic_set_customer() {
	$agrees = doing_action( 'wc_ajax_kainic_customer' );
	if ( ! $agrees && ! is_cart() && ! is_checkout() && ! is_account_page() && ! doing_action( 'wp_logout' ) ) {
		return;
	}
	$uid = $agrees || isset( $_COOKIE['kainic_anon_uid'] ) ? get_current_user_id() : 0;
	if ( absint( $_COOKIE['kainic_uid'] ?? 0 ) !== $uid ) {
		$options = array(
			'expires'  => $uid ? 0 : 1,
			'path'     => '/',
			'secure'   => is_ssl(),
			'samesite' => 'Lax',
		);
		setcookie( 'kainic_uid', (string) $uid, $options );
	}
}
add_action( 'template_redirect', 'kainic_set_customer' );
add_action( 'wp_logout', 'kainic_set_customer' );
add_action( 'wc_ajax_kainic_customer', 'kainic_set_customer' );

/* Orders and prices */

/**
 * Saves the visitor ID in an order. The cookie exists only while the visitor agrees, so an order that is paid after
 * the visitor withdrew loses the ID. A customer may open the link of an order on another device: then the ID stays.
 *
 * @param WC_Order $order The order, which WooCommerce saves afterwards.
 */
function kainic_add_visitor( $order ) {
	if ( ! empty( $_COOKIE['kainic_anon_uid'] ) ) {
		$order->update_meta_data( 'kainic_anon_uid', sanitize_text_field( wp_unslash( $_COOKIE['kainic_anon_uid'] ) ) );
	} elseif ( 'woocommerce_before_pay_action' !== current_action() ) {
		$order->delete_meta_data( 'kainic_anon_uid' );
	}
}
add_action( 'woocommerce_checkout_create_order', 'kainic_add_visitor' );
add_action( 'woocommerce_store_api_checkout_update_order_meta', 'kainic_add_visitor' );
add_action( 'woocommerce_before_pay_action', 'kainic_add_visitor' );

/**
 * Marks an order as changed when one of its refunds is deleted, which WooCommerce does not.
 *
 * @param int $refund_id The refund that was deleted.
 * @param int $order_id  Its order.
 */
function kainic_touch_order( $refund_id, $order_id ) {
	$order = wc_get_order( $order_id );
	if ( $order ) {
		$order->set_date_modified( time() );
		$order->save();
	}
}
add_action( 'woocommerce_refund_deleted', 'kainic_touch_order', 10, 2 );

/**
 * Adds the visitor ID to what WooCommerce deletes from an order when a person asks for it.
 *
 * @param string[] $types A type for each name. What has a type that WordPress does not know is deleted completely.
 */
function kainic_erase_visitor( $types ) {
	return $types + array( 'kainic_anon_uid' => 'kainic' );
}
add_filter( 'woocommerce_privacy_remove_order_personal_data_meta', 'kainic_erase_visitor' );

/**
 * Adds to each line of an order what was bought. Of what was deleted, WooCommerce's own fields name the parent or nothing.
 *
 * @param WP_REST_Response $response The answer to a program that has a key of this shop.
 */
function kainic_add_bought( $response ) {
	foreach ( $response->data['line_items'] ?? array() as $key => $line ) {
		$response->data['line_items'][ $key ]['kainic_bought'] = array(
			'product_id'   => (int) wc_get_order_item_meta( $line['id'], '_product_id' ),
			'variation_id' => (int) wc_get_order_item_meta( $line['id'], '_variation_id' ),
		);
	}
	return $response;
}
add_filter( 'woocommerce_rest_prepare_shop_order_object', 'kainic_add_bought' );

/**
 * Adds the price that visitors see. WooCommerce's own field has the price as it was entered, often without tax.
 *
 * @param WP_REST_Response $response The answer to a program that has a key of this shop.
 * @param WC_Product       $product  A product or a variation.
 */
function kainic_add_price( $response, $product ) {
	$countries = WC()->countries;
	// A shop that locates its visitors shows the tax of its own country if it does not know where a visitor is.
	$place = function ( $place ) use ( $countries ) {
		return $place ? $place : array( $countries->get_base_country(), $countries->get_base_state(), $countries->get_base_postcode(), $countries->get_base_city() );
	};
	add_filter( 'woocommerce_get_tax_location', $place );
	$response->data['kainic_price'] = '' === $product->get_price() ? '' : wc_format_decimal( wc_get_price_to_display( $product ), wc_get_price_decimals() );
	remove_filter( 'woocommerce_get_tax_location', $place );
	return $response;
}
add_filter( 'woocommerce_rest_prepare_product_object', 'kainic_add_price', 10, 2 );
add_filter( 'woocommerce_rest_prepare_product_variation_object', 'kainic_add_price', 10, 2 );

/** Tells WooCommerce that orders and both checkouts are read by its own functions only. Otherwise it warns the owner. */
function kainic_declare_compatibility() {
	\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'custom_order_tables', __FILE__ );
	\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'cart_checkout_blocks', __FILE__ );
}
add_action( 'before_woocommerce_init', 'kainic_declare_compatibility' );

/* The box for recommendations */

/**
 * Returns a box that kainic.js fills. An editor shows a sentence instead.
 *
 * @param array $attributes Type, limit and heading.
 */
function kainic_box( $attributes ) {
	$defaults = array_merge( kainic_settings(), array( 'type' => 'similar' ) );
	$box      = shortcode_atts( $defaults, $attributes );
	if ( ! $box['n8n'] ) {
		return '';
	}
	// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- The value is only compared.
	if ( wp_is_serving_rest_request() && 'edit' === sanitize_key( $_GET['context'] ?? '' ) ) {
		/* translators: %s: a type of recommendations, for example similar */
		return '<p>' . esc_html( sprintf( __( 'Visitors see recommendations here: %s', 'kainic' ), $box['type'] ) ) . '</p>';
	}
	$heading = $box['heading'] ? '<h2>' . esc_html( $box['heading'] ) . '</h2>' : '';
	$webhook = $box['experiment'] ? ' data-webhook="kainic-experiment"' : '';
	return sprintf( '<div data-kainic="%s" data-limit="%d"%s hidden>%s</div>', esc_attr( $box['type'] ), absint( $box['limit'] ), $webhook, $heading );
}

/** Makes the shortcode and the block. From WordPress 7.0, the editor shows a block that has no script. */
function kainic_register_box() {
	add_shortcode( 'kainic', 'kainic_box' );
	$text  = array( 'type' => 'string' );
	$block = array(
		'api_version'     => 3,
		'title'           => __( 'Kainic recommendations', 'kainic' ),
		'icon'            => 'star-filled',
		'category'        => 'widgets',
		'attributes'      => array(
			'type'    => $text + array( 'default' => 'similar' ),
			'heading' => $text + array( 'default' => kainic_settings()['heading'] ),
			'limit'   => $text + array( 'default' => kainic_settings()['limit'] ),
		),
		'supports'        => array( 'autoRegister' => true ),
		'render_callback' => 'kainic_box',
	);
	register_block_type( 'kainic/recommendations', $block );
}
add_action( 'init', 'kainic_register_box' );

/** Shows recommendations on product pages, if the owner chose a type. */
function kainic_show_box() {
	if ( kainic_settings()['type'] ) {
		// As wide as the product in a block theme.
		// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- kainic_box() escapes.
		echo str_replace( '<div ', '<div class="alignwide" ', kainic_box( kainic_settings() ) );
	}
}
add_action( 'woocommerce_after_single_product_summary', 'kainic_show_box', 15 );

/* The page Settings > Kainic */

/** Adds the page and its fields. WordPress checks the nonce and the capability when the form is saved. */
function kainic_add_settings() {
	register_setting( 'kainic', 'kainic', array( 'sanitize_callback' => 'kainic_sanitize' ) );
	add_settings_section( 'kainic', '', '__return_null', 'kainic' );
	$fields = array(
		'n8n'        => array( __( 'Address of n8n', 'kainic' ), __( 'For example https://n8n.example.com', 'kainic' ) ),
		'item_id'    => array( __( 'ID of a product', 'kainic' ), __( 'Choose the same in the workflows woocommerce-catalog and woocommerce-orders.', 'kainic' ) ),
		'consent'    => array( __( 'Wait for consent', 'kainic' ), kainic_consent_help() ),
		'type'       => array( __( 'Recommendations on product pages', 'kainic' ), __( 'The type of your model, for example similar. If it is empty, there are none.', 'kainic' ) ),
		'heading'    => array( __( 'Heading', 'kainic' ), '' ),
		'limit'      => array( __( 'Number of products', 'kainic' ), '' ),
		'experiment' => array( __( 'Experiment', 'kainic' ), __( 'Ask the workflow experiment-webhook for the products. Publish it before.', 'kainic' ) ),
	);
	foreach ( $fields as $name => list( $title, $help ) ) {
		add_settings_field( $name, $title, 'kainic_show_field', 'kainic', 'kainic', compact( 'name', 'help' ) + array( 'label_for' => "kainic-$name" ) );
	}
}
add_action( 'admin_init', 'kainic_add_settings' );

/** Says when events are sent, and whether a cookie banner was found that the plugin understands. */
function kainic_consent_help() {
	if ( has_filter( 'kainic_consent_script' ) ) {
		return __( 'A script of your shop decides when events are sent.', 'kainic' );
	}
	if ( ! kainic_settings()['consent'] ) {
		return __( 'Events are sent without consent. In many countries, this is not allowed.', 'kainic' );
	}
	return function_exists( 'wp_get_consent_type' ) && wp_get_consent_type()
		? __( 'Nothing is saved or sent before your cookie banner allows marketing. If your shop shows no banner, finish the setup of the banner.', 'kainic' )
		: __( 'No cookie banner was found, so nothing is sent. You need a cookie banner such as Complianz whose setup is finished, and the plugin WP Consent API.', 'kainic' );
}

/** Adds the menu. */
function kainic_add_page() {
	add_options_page( 'Kainic', 'Kainic', 'manage_options', 'kainic', 'kainic_show_page' );
}
add_action( 'admin_menu', 'kainic_add_page' );

/**
 * Adds a link to the page to the list of plugins.
 *
 * @param string[] $links The links below the name of the plugin.
 */
function kainic_add_link( $links ) {
	$link = sprintf( '<a href="%s">%s</a>', esc_url( admin_url( 'options-general.php?page=kainic' ) ), esc_html__( 'Settings', 'kainic' ) );
	return array_merge( array( $link ), $links );
}
add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), 'kainic_add_link' );

/** Shows the page. */
function kainic_show_page() {
	echo '<div class="wrap"><h1>Kainic</h1><form action="options.php" method="post">';
	settings_fields( 'kainic' );
	do_settings_sections( 'kainic' );
	submit_button();
	echo '</form></div>';
}

/**
 * Shows a field of the page.
 *
 * @param array $field Its name and help.
 */
function kainic_show_field( $field ) {
	$name  = $field['name'];
	$value = kainic_settings()[ $name ];
	if ( 'item_id' === $name ) {
		$options = sprintf( '<option value="id">%s</option><option value="sku"%s>SKU</option>', esc_html__( 'Number', 'kainic' ), selected( $value, 'sku', false ) );
		$html    = "<select id='kainic-item_id' name='kainic[item_id]'>$options</select>";
	} elseif ( in_array( $name, array( 'consent', 'experiment' ), true ) ) {
		$html = sprintf( "<input id='kainic-%1\$s' name='kainic[%1\$s]' type='checkbox' value='1'%2\$s>", $name, checked( $value, '1', false ) );
	} else {
		$html = sprintf( "<input id='kainic-%1\$s' name='kainic[%1\$s]' class='regular-text' value='%2\$s'>", $name, esc_attr( $value ) );
	}
	// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- The parts are escaped above.
	echo $html . '<p class="description">' . esc_html( $field['help'] ) . '</p>';
}

/**
 * Cleans what the owner entered. People copy addresses of webhooks and workflows: only the address of n8n is kept.
 *
 * @param array $given The fields of the form.
 */
function kainic_sanitize( $given ) {
	$given = array_map( 'sanitize_text_field', (array) $given ) + array_fill_keys( array_keys( kainic_settings() ), '' );
	$url   = preg_replace( '~/*($|(?<![:/])/(webhook|workflow|home|projects|signin)\b.*)~', '', $given['n8n'] );
	$url   = esc_url_raw( preg_match( '~^(https?://|$)~', $url ) ? $url : "https://$url", array( 'http', 'https' ) );
	if ( is_ssl() && 0 === strpos( $url, 'http://' ) ) {
		add_settings_error( 'kainic', 'http', __( 'Your shop has https, so browsers call n8n only by https. The address of n8n must begin with https://', 'kainic' ) );
		$url = kainic_settings()['n8n'];
	}
	$given['n8n']     = $url;
	$given['item_id'] = 'sku' === $given['item_id'] ? 'sku' : 'id';
	$given['limit']   = (string) max( 1, absint( $given['limit'] ) );
	return array_intersect_key( $given, kainic_settings() );
}

/* Deletion */

/** Runs when the owner deletes the plugin. */
function kainic_uninstall() {
	delete_option( 'kainic' );
}
register_activation_hook(
	__FILE__,
	function () {
		register_uninstall_hook( __FILE__, 'kainic_uninstall' );
	}
);
