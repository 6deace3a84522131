<?php
// Runs PHP code in the shop as a visitor, and prints what it returns as JSON.
require getenv( 'SHOP_FOLDER' ) . '/wp-load.php';
require __DIR__ . '/truth.php';
echo "\n", json_encode( eval( $argv[1] ), JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE );
