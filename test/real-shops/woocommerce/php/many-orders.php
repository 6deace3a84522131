<?php
// Many orders of a busy shop, copied from one order with SQL: WooCommerce's own functions would need an hour.

/** Copies the rows of a table, once for each number from 1 to $count. */
function copy_rows( $table, $key, $model, $count, $values ) {
	global $wpdb;
	$columns = array();
	foreach ( $wpdb->get_results( "SHOW COLUMNS FROM $table" ) as $column ) {
		if ( isset( $values[ $column->Field ] ) || 'auto_increment' !== $column->Extra ) {
			$columns[ "`$column->Field`" ] = $values[ $column->Field ] ?? "`$column->Field`";
		}
	}
	$sql = sprintf( "INSERT INTO $table (%s) SELECT %s FROM $table, seq_1_to_$count WHERE `$key` = $model", implode( ',', array_keys( $columns ) ), implode( ',', $columns ) );
	if ( false === $wpdb->query( $sql ) ) {
		throw new Exception( $wpdb->last_error );
	}
}

/** Makes orders that changed every ten seconds, but for $burst of them, which changed in the same second. */
function make_many_orders( $model, $count, $burst ) {
	global $wpdb;
	$p       = $wpdb->prefix;
	$order   = wc_get_order( $model );
	$item    = array_key_first( $order->get_items() );
	$first   = 1000000;
	$half    = intdiv( $count, 2 );
	$changed = "UTC_TIMESTAMP() - INTERVAL ( 3600 + 10 * IF( seq BETWEEN $half AND $half + $burst - 1, $half, seq ) ) SECOND";
	$visitor = array( 'order_id' => "$first + seq", 'meta_value' => "IF( meta_key = 'kainic_anon_uid', CONCAT( 'many-', seq ), meta_value )" );
	if ( 'yes' === get_option( 'woocommerce_custom_orders_table_enabled' ) ) {
		copy_rows( "{$p}wc_orders", 'id', $model, $count, array( 'id' => "$first + seq", 'date_created_gmt' => $changed, 'date_updated_gmt' => $changed ) );
		copy_rows( "{$p}wc_order_addresses", 'order_id', $model, $count, array( 'order_id' => "$first + seq" ) );
		copy_rows( "{$p}wc_order_operational_data", 'order_id', $model, $count, array( 'order_id' => "$first + seq", 'order_key' => "CONCAT( 'many_', seq )" ) );
		copy_rows( "{$p}wc_orders_meta", 'order_id', $model, $count, $visitor );
	} else {
		$local = "CONVERT_TZ( $changed, '+00:00', '+05:30' )";
		copy_rows( $wpdb->posts, 'ID', $model, $count, array( 'ID' => "$first + seq", 'post_date' => $local, 'post_modified' => $local, 'post_date_gmt' => $changed, 'post_modified_gmt' => $changed ) );
		copy_rows( $wpdb->postmeta, 'post_id', $model, $count, array( 'post_id' => "$first + seq" ) + $visitor );
	}
	copy_rows( "{$p}woocommerce_order_items", 'order_item_id', $item, $count, array( 'order_item_id' => "$first + seq", 'order_id' => "$first + seq" ) );
	copy_rows( "{$p}woocommerce_order_itemmeta", 'order_item_id', $item, $count, array( 'order_item_id' => "$first + seq" ) );
	wp_cache_flush();
}

/** The lines of these orders in the database: order, product, quantity, amount with tax, visitor. */
function lines_of_many_orders() {
	global $wpdb;
	$p     = $wpdb->prefix;
	$hpos  = 'yes' === get_option( 'woocommerce_custom_orders_table_enabled' );
	$metas = $hpos ? "{$p}wc_orders_meta" : $wpdb->postmeta;
	$key   = $hpos ? 'order_id' : 'post_id';
	$meta  = fn( $name ) => "MAX( IF( m.meta_key = '$name', m.meta_value, NULL ) )";
	return $wpdb->get_results(
		"SELECT i.order_id, {$meta( '_product_id' )} AS item_id, {$meta( '_qty' )} AS quantity,
			{$meta( '_line_total' )} + {$meta( '_line_tax' )} AS amount, v.meta_value AS anon_uid
		FROM {$p}woocommerce_order_items i
		JOIN {$p}woocommerce_order_itemmeta m ON m.order_item_id = i.order_item_id
		JOIN $metas v ON v.$key = i.order_id AND v.meta_key = 'kainic_anon_uid'
		WHERE i.order_id > 1000000 GROUP BY i.order_id"
	);
}
