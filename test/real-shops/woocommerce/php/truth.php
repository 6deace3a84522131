<?php
// What the shop itself says about its products and orders, with WooCommerce's own functions.

/** A name as a person reads it on a page. */
function truth_text( $html ) {
	return trim( html_entity_decode( wp_strip_all_tags( $html ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ) );
}

/** All products and variations that visitors can find and buy. */
function truth_products() {
	$rows = array();
	foreach ( wc_get_products( array( 'limit' => -1, 'status' => 'publish' ) ) as $product ) {
		$is_hidden = $product->get_post_password() || ! in_array( $product->get_catalog_visibility(), array( 'visible', 'catalog' ), true );
		$items     = $product->is_type( 'variable' ) ? array_map( 'wc_get_product', $product->get_children() ) : array( $product );
		foreach ( $items as $item ) {
			if ( ! $is_hidden && $item->is_purchasable() && 'publish' === $item->get_status() ) {
				$rows[] = truth_product( $item, $product );
			}
		}
	}
	return $rows;
}

function truth_product( $item, $product ) {
	$options = array();
	foreach ( $item->is_type( 'variation' ) ? $item->get_attributes() : array() as $name => $value ) {
		$term      = get_term_by( 'slug', $value, $name );
		$options[] = $term ? $term->name : $value;
	}
	$title = implode( ' – ', array_filter( array( $product->get_name(), implode( ', ', array_filter( $options ) ) ) ) );
	$image = wp_get_attachment_url( $item->get_image_id() ?: $product->get_image_id() );
	$terms = get_the_terms( $product->get_id(), 'product_cat' ) ?: array();
	return array_filter(
		array(
			'item_id'    => (string) $item->get_id(),
			'parent_id'  => (string) $product->get_id(),
			'title'      => truth_text( $title ),
			'sku'        => $item->get_sku(),
			'price'      => (float) wc_format_decimal( wc_get_price_to_display( $item ), wc_get_price_decimals() ),
			'url'        => $item->get_permalink(),
			'image_url'  => $image ?: null,
			'categories' => array_map( 'truth_text', wp_list_pluck( $terms, 'name' ) ),
			'in_stock'   => $item->is_in_stock(),
			'stock'      => $item->get_stock_quantity(),
		),
		fn( $value ) => null !== $value && '' !== $value
	);
}

/** All orders, those in the trash included, with the units that the customer keeps. */
function truth_orders() {
	$statuses = array_merge( array_keys( wc_get_order_statuses() ), array( 'trash' ) );
	$orders   = wc_get_orders( array( 'limit' => -1, 'type' => 'shop_order', 'status' => $statuses ) );
	return array_map( 'truth_order', $orders );
}

function truth_order( $order ) {
	$is_paid = in_array( $order->get_status(), wc_get_is_paid_statuses(), true );
	$lines   = array();
	foreach ( $order->get_items() as $item ) {
		// The functions of an item forget what was deleted.
		$bought  = fn( $name ) => (int) wc_get_order_item_meta( $item->get_id(), $name );
		$lines[] = array(
			'item_id' => (string) ( $bought( '_variation_id' ) ?: $bought( '_product_id' ) ),
			'units'   => $is_paid ? $item->get_quantity() + $order->get_qty_refunded_for_item( $item->get_id() ) : 0,
			'price'   => round( $order->get_item_total( $item, true, false ), 6 ),
		);
	}
	return array(
		'order_id'    => (string) $order->get_id(),
		'status'      => $order->get_status(),
		'currency'    => $order->get_currency(),
		'occurred_at' => $order->get_date_created()->getTimestamp(),
		'anon_uid'    => $order->get_meta( 'kainic_anon_uid' ),
		'uid'         => $order->get_customer_id() ? (string) $order->get_customer_id() : null,
		'platform'    => 'pos-rest-api' === $order->get_created_via() ? 'pos' : 'web',
		'lines'       => $lines,
	);
}
