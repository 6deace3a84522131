<?php
// About 60 products and 45 orders, made with WooCommerce's own functions.
require getenv( 'SHOP_FOLDER' ) . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
wp_set_current_user( 1 );
mt_srand( 7 );
$named = array();

function image_of( $name ) {
	static $n = 0; $n++;
	$im = imagecreatetruecolor( 400, 400 );
	imagefill( $im, 0, 0, imagecolorallocate( $im, 60 + $n * 37 % 180, 60 + $n * 71 % 180, 60 + $n * 113 % 180 ) );
	imagestring( $im, 5, 20, 190, substr( preg_replace( '/[^ -~]/', '', $name ), 0, 38 ), imagecolorallocate( $im, 255, 255, 255 ) );
	ob_start(); imagepng( $im ); $up = wp_upload_bits( "product-$n.png", null, ob_get_clean() );
	$id = wp_insert_attachment( array( 'post_mime_type' => 'image/png', 'post_title' => $name, 'post_status' => 'inherit' ), $up['file'] );
	wp_update_attachment_metadata( $id, wp_generate_attachment_metadata( $id, $up['file'] ) );
	return $id;
}
function category( $name, $parent = 0 ) {
	$term = term_exists( $name, 'product_cat', $parent ) ?: wp_insert_term( $name, 'product_cat', array( 'parent' => $parent ) );
	return (int) $term['term_id'];
}
$clothes = category( 'Clothes & Shoes' ); $shirts = category( 'Shirts', $clothes ); $kitchen = category( 'Küche' ); $gifts = category( 'Gifts <3' );
function product( $label, $fields, $class = 'WC_Product_Simple', $image = true ) {
	global $named, $kitchen;
	$p = new $class();
	$p->set_props( $fields + array( 'name' => $label, 'regular_price' => '10', 'category_ids' => array( $kitchen ), 'sku' => 'sku-' . sanitize_title( $label ), 'status' => 'publish' ) );
	if ( $image ) $p->set_image_id( image_of( $p->get_name() ) );
	$p->save();
	return $named[ $label ] = $p->get_id();
}
for ( $i = 1; $i <= 20; $i++ ) product( "Simple $i", array( 'regular_price' => (string) ( 5 + $i * 1.25 ), 'category_ids' => array( $i % 2 ? $kitchen : $clothes ) ) );
product( 'On sale', array( 'regular_price' => '50', 'sale_price' => '39.99' ) );
product( 'Sale in the future', array( 'regular_price' => '50', 'sale_price' => '30', 'date_on_sale_from' => gmdate( 'Y-m-d', time() + 864000 ) ) );
product( 'Sale is over', array( 'regular_price' => '50', 'sale_price' => '30', 'date_on_sale_to' => gmdate( 'Y-m-d', time() - 864000 ) ) );
product( 'Stock 7', array( 'manage_stock' => true, 'stock_quantity' => 7 ) );
product( 'Sold out managed', array( 'manage_stock' => true, 'stock_quantity' => 0 ) );
product( 'Sold out by hand', array( 'stock_status' => 'outofstock' ) );
product( 'Backorder', array( 'manage_stock' => true, 'stock_quantity' => -2, 'backorders' => 'notify' ) );
product( 'Backorder by hand', array( 'stock_status' => 'onbackorder' ) );
product( 'No price', array( 'regular_price' => '' ) );
product( 'Free', array( 'regular_price' => '0' ) );
product( 'No SKU', array( 'sku' => '' ) );
product( 'No image', array(), 'WC_Product_Simple', false );
product( 'No category', array( 'category_ids' => array() ) );
product( 'Two categories', array( 'category_ids' => array( $shirts, $gifts ) ) );
product( 'Draft', array( 'status' => 'draft' ) );
product( 'Pending', array( 'status' => 'pending' ) );
product( 'Private', array( 'status' => 'private' ) );
product( 'Scheduled', array( 'status' => 'future', 'date_created' => time() + 864000 ) );
product( 'Hidden from catalog', array( 'catalog_visibility' => 'hidden' ) );
product( 'Search only', array( 'catalog_visibility' => 'search' ) );
wp_update_post( array( 'ID' => product( 'Password protected', array() ), 'post_password' => 'secret' ) );
product( 'Entities', array( 'name' => 'Tom &amp; Jerry\'s <b>"Deluxe"</b> Café 5″ – 🧁 &#8364; &euro; 3 < 4 & 5 > 2', 'category_ids' => array( $gifts ) ) );
product( 'Ampersand', array( 'name' => 'Salt & Pepper Müller\'s' ) );
product( 'Emoji', array( 'name' => '👩‍👩‍👧 Family 🎁' ) );
product( 'Long', array( 'name' => str_repeat( 'Very long name ', 20 ) ) );
product( 'Virtual', array( 'virtual' => true ) );
product( 'Download', array( 'virtual' => true, 'downloadable' => true ) );
product( 'One only', array( 'sold_individually' => true ) );
product( 'Reduced tax', array( 'tax_class' => 'reduced-rate', 'regular_price' => '10' ) );
product( 'No tax', array( 'tax_status' => 'none', 'regular_price' => '10' ) );
product( 'Odd price', array( 'regular_price' => '3.333' ) );
product( 'External', array( 'product_url' => 'https://elsewhere.example/x', 'button_text' => 'Buy elsewhere' ), 'WC_Product_External' );
$g = new WC_Product_Grouped(); $g->set_props( array( 'name' => 'Grouped', 'sku' => 'sku-grouped', 'children' => array( $named['Simple 1'], $named['Simple 2'] ) ) ); $g->save(); $named['Grouped'] = $g->get_id();
wp_trash_post( product( 'In the trash', array() ) );

// Variable products
foreach ( array( 'Size' => array( 'S', 'M', 'L & XL' ), 'Color' => array( 'Blue', 'Rot "kräftig"' ) ) as $name => $terms ) {
	$id = wc_create_attribute( array( 'name' => $name, 'slug' => strtolower( $name ) ) );
	register_taxonomy( 'pa_' . strtolower( $name ), 'product' );
	foreach ( $terms as $term ) wp_insert_term( $term, 'pa_' . strtolower( $name ) );
}
function attribute( $taxonomy ) {
	$a = new WC_Product_Attribute();
	$a->set_id( wc_attribute_taxonomy_id_by_name( $taxonomy ) ); $a->set_name( $taxonomy );
	$a->set_options( get_terms( array( 'taxonomy' => $taxonomy, 'hide_empty' => false, 'fields' => 'ids' ) ) );
	$a->set_visible( true ); $a->set_variation( true );
	return $a;
}
function own_attribute( $name, $options ) { $a = new WC_Product_Attribute(); $a->set_name( $name ); $a->set_options( $options ); $a->set_visible( true ); $a->set_variation( true ); return $a; }
function variable( $label, $attributes, $variations, $fields = array() ) {
	global $named, $shirts;
	$p = new WC_Product_Variable();
	$p->set_props( $fields + array( 'name' => $label, 'sku' => 'sku-' . sanitize_title( $label ), 'category_ids' => array( $shirts ) ) );
	$p->set_attributes( $attributes ); $p->set_image_id( image_of( $label ) ); $p->save();
	$named[ $label ] = $p->get_id();
	foreach ( $variations as $n => $props ) {
		$v = new WC_Product_Variation(); $v->set_parent_id( $p->get_id() );
		$v->set_props( $props + array( 'regular_price' => (string) ( 20 + $n ), 'sku' => 'sku-' . sanitize_title( $label ) . "-$n" ) );
		$v->save(); $named[ "$label #$n" ] = $v->get_id();
	}
	WC_Product_Variable::sync( $p->get_id() );
	return $p->get_id();
}
$size = fn( $s, $c ) => array( 'attributes' => array( 'pa_size' => $s, 'pa_color' => $c ) );
$vid = variable( 'T-Shirt', array( attribute( 'pa_size' ), attribute( 'pa_color' ) ), array(
	$size( 's', 'blue' ), $size( 'm', 'blue' ), $size( 'l-xl', 'blue' ) + array( 'sale_price' => '15' ),
	$size( 's', 'rot-kraeftig' ) + array( 'stock_status' => 'outofstock' ), $size( 'm', 'rot-kraeftig' ) + array( 'status' => 'private' ), $size( 'l-xl', 'rot-kraeftig' ) + array( 'regular_price' => '' ),
) );
variable( 'Cap any size', array( attribute( 'pa_size' ) ), array( array( 'attributes' => array( 'pa_size' => '' ) ) ) );
variable( 'Mug own attribute', array( own_attribute( 'Motif', array( 'Cat', 'Dog & Fish' ) ) ), array( array( 'attributes' => array( 'motif' => 'Cat' ) ), array( 'attributes' => array( 'motif' => 'Dog & Fish' ) ) ) );
variable( 'Variable without variations', array( attribute( 'pa_size' ) ), array() );
variable( 'Variable without prices', array( attribute( 'pa_size' ) ), array( array( 'attributes' => array( 'pa_size' => 's' ), 'regular_price' => '' ) ) );
variable( 'Variable sold out', array( attribute( 'pa_size' ) ), array( array( 'attributes' => array( 'pa_size' => 's' ), 'stock_status' => 'outofstock' ) ) );
variable( 'Variable stock of parent', array( attribute( 'pa_size' ) ), array( array( 'attributes' => array( 'pa_size' => 's' ) ), array( 'attributes' => array( 'pa_size' => 'm' ) ) ), array( 'manage_stock' => true, 'stock_quantity' => 9 ) );
variable( 'Variable draft', array( attribute( 'pa_size' ) ), array( array( 'attributes' => array( 'pa_size' => 's' ) ) ), array( 'status' => 'draft' ) );

$c = new WC_Coupon(); $c->set_code( 'ten' ); $c->set_discount_type( 'percent' ); $c->set_amount( 10 ); $c->save();
$c = new WC_Coupon(); $c->set_code( 'five' ); $c->set_discount_type( 'fixed_cart' ); $c->set_amount( 5 ); $c->save();
$customer = wc_create_new_customer( 'anna@shop.example', 'anna', 'anna' );

// Orders
$made = array();
$address = array( 'first_name' => 'Anna', 'last_name' => 'Muster', 'address_1' => 'Weg 2', 'city' => 'Berlin', 'postcode' => '10115', 'country' => 'DE', 'email' => 'guest@shop.example' );
function order( $label, $lines, $status = 'processing', $more = null, $visitor = true ) {
	global $made, $address;
	$o = wc_create_order( array( 'status' => 'pending' ) );
	foreach ( $lines as [ $id, $quantity ] ) $o->add_product( wc_get_product( $id ), $quantity );
	$o->set_address( $address, 'billing' ); $o->set_address( $address, 'shipping' );
	if ( $visitor ) $o->update_meta_data( 'kainic_anon_uid', 'seed-' . sanitize_title( $label ) );
	$o->set_created_via( 'checkout' );
	if ( $more ) $more( $o );
	$o->calculate_totals();
	if ( $status !== 'pending' ) $o->set_status( $status );
	$o->save();
	$made[ $label ] = $o->get_id();
	return wc_get_order( $o->get_id() );
}
$n = $named; $days = fn( $d ) => fn( $o ) => $o->set_date_created( time() - $d * 86400 );
foreach ( array( 'pending', 'processing', 'completed', 'on-hold', 'cancelled', 'failed', 'refunded', 'checkout-draft' ) as $s ) {
	order( "guest $s", array( array( $n['Simple 1'], 1 ), array( $n['T-Shirt #1'], 2 ) ), $s );
	order( "customer $s", array( array( $n['Simple 2'], 3 ) ), $s, fn( $o ) => $o->set_customer_id( $customer ) );
}
order( 'no visitor', array( array( $n['Simple 3'], 1 ) ), 'processing', null, false );
order( 'no visitor customer', array( array( $n['Simple 3'], 1 ) ), 'completed', fn( $o ) => $o->set_customer_id( $customer ), false );
order( 'coupon percent', array( array( $n['Simple 4'], 2 ) ), 'processing', fn( $o ) => $o->apply_coupon( 'ten' ) );
order( 'coupon fixed', array( array( $n['Simple 4'], 2 ), array( $n['Reduced tax'], 1 ) ), 'processing', fn( $o ) => $o->apply_coupon( 'five' ) );
order( 'odd price', array( array( $n['Odd price'], 3 ), array( $n['No tax'], 1 ) ), 'processing' );
order( 'shipping and fee', array( array( $n['Simple 5'], 1 ) ), 'processing', function ( $o ) {
	$i = new WC_Order_Item_Shipping(); $i->set_props( array( 'method_title' => 'Parcel', 'total' => '4.90' ) ); $o->add_item( $i );
	$i = new WC_Order_Item_Fee(); $i->set_props( array( 'name' => 'Gift wrap', 'total' => '2' ) ); $o->add_item( $i );
} );
order( 'dollars', array( array( $n['Simple 6'], 1 ) ), 'processing', fn( $o ) => $o->set_currency( 'USD' ) );
order( 'yen', array( array( $n['Simple 6'], 1 ) ), 'processing', fn( $o ) => $o->set_currency( 'JPY' ) );
order( 'by admin', array( array( $n['Simple 6'], 1 ) ), 'processing', fn( $o ) => $o->set_created_via( 'admin' ) );
order( 'pos', array( array( $n['Simple 6'], 1 ) ), 'completed', fn( $o ) => $o->set_created_via( 'pos-rest-api' ) );
order( 'same product twice', array( array( $n['Simple 7'], 1 ), array( $n['Simple 7'], 2 ) ) );
order( 'free product', array( array( $n['Free'], 1 ) ) );
order( 'no sku', array( array( $n['No SKU'], 1 ) ) );
order( 'many lines', array_map( fn( $i ) => array( $n[ "Simple $i" ], $i ), range( 1, 20 ) ) );
order( '60 days ago', array( array( $n['Simple 8'], 1 ) ), 'completed', $days( 60 ) );
order( '200 days ago', array( array( $n['Simple 8'], 1 ) ), 'completed', $days( 200 ) );
order( '500 days ago', array( array( $n['Simple 8'], 1 ) ), 'completed', $days( 500 ) );
order( 'variable', array( array( $n['T-Shirt #0'], 1 ), array( $n['Cap any size #0'], 2 ), array( $n['Mug own attribute #1'], 1 ) ) );
order( 'shop manager wholesale', array( array( $n['Simple 9'], 100 ) ), 'completed' );

function refund( $o, $quantities, $amount = null, $restock = true ) {
	$lines = array(); $sum = 0;
	foreach ( array_values( $o->get_items() ) as $i => $item ) if ( $q = $quantities[ $i ] ?? 0 ) {
		$total = wc_format_decimal( $item->get_total() / $item->get_quantity() * $q, 2 ); $tax = array();
		foreach ( $item->get_taxes()['total'] as $rate => $t ) $tax[ $rate ] = wc_format_decimal( $t / $item->get_quantity() * $q, 2 );
		$lines[ $item->get_id() ] = array( 'qty' => $q, 'refund_total' => $total, 'refund_tax' => $tax ); $sum += $total + array_sum( $tax );
	}
	$r = wc_create_refund( array( 'order_id' => $o->get_id(), 'amount' => $amount ?? $sum, 'line_items' => $lines, 'restock_items' => $restock ) );
	if ( is_wp_error( $r ) ) echo 'refund: ', $r->get_error_message(), "\n";
}
refund( order( 'refund 1 of 3', array( array( $n['Simple 10'], 3 ) ) ), array( 1 ) );
$o = order( 'refund twice', array( array( $n['Simple 10'], 3 ), array( $n['Simple 11'], 1 ) ) ); refund( $o, array( 1 ) ); refund( wc_get_order( $o ), array( 1, 1 ) );
refund( order( 'refund an amount', array( array( $n['Simple 12'], 2 ) ) ), array(), 5 );
$o = order( 'refund all lines', array( array( $n['Simple 13'], 2 ) ) ); refund( $o, array( 2 ) );
refund( order( 'refund a variation', array( array( $n['T-Shirt #2'], 2 ) ) ), array( 1 ) );
order( 'trash', array( array( $n['Simple 14'], 1 ) ) )->delete( false );
$gone = product( 'Sold and deleted', array( 'regular_price' => '12' ) );
order( 'deleted product', array( array( $gone, 1 ), array( $n['Simple 15'], 1 ) ) ); wp_delete_post( $gone, true );
variable( 'Size sold and deleted', array( attribute( 'pa_size' ) ), array( array( 'attributes' => array( 'pa_size' => 's' ) ) ) );
order( 'deleted variation', array( array( $named['Size sold and deleted #0'], 2 ) ) ); wp_delete_post( $named['Size sold and deleted #0'], true );
$gone2 = product( 'Sold and trashed', array( 'regular_price' => '12' ) );
order( 'trashed product', array( array( $gone2, 1 ) ) ); wp_trash_post( $gone2 );
echo "\n", json_encode( array( 'products' => $named, 'orders' => $made ), JSON_UNESCAPED_UNICODE );
