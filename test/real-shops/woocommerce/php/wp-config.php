<?php
// The settings of the shop, from the environment of PHP.
define( 'DB_NAME', 'shop' );
define( 'DB_USER', 'shop' );
define( 'DB_PASSWORD', 'shop' );
define( 'DB_HOST', '127.0.0.1:' . getenv( 'SHOP_DATABASE_PORT' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', $name . 'k' );
	define( $name . '_SALT', $name . 's' );
}
define( 'WP_HOME', getenv( 'SHOP_URL' ) );
define( 'WP_SITEURL', getenv( 'SHOP_URL' ) );
define( 'DISABLE_WP_CRON', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'FS_METHOD', 'direct' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_LOG', getenv( 'SHOP_LOG' ) );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_CACHE', true );
$table_prefix = 'wp_';
// The proxy in front of PHP ends TLS.
$_SERVER['HTTPS'] = 'on';
if ( PHP_SAPI === 'cli' ) {
	$_SERVER += array( 'HTTP_HOST' => parse_url( WP_HOME, PHP_URL_HOST ) . ':' . parse_url( WP_HOME, PHP_URL_PORT ), 'REQUEST_URI' => '/', 'REMOTE_ADDR' => '127.0.0.1' );
}
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
