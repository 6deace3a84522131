<?php
// Writes the files that export extensions of OpenCart write: the columns as the database has them, and a feed for Google Merchant.
[, $url, $folder] = $argv;
$shop = new mysqli('localhost', 'shop', 'shop', 'shop');
$shop->set_charset('utf8mb4');
$products = $shop->query("SELECT p.`product_id`, `model`, `name`, `price`, `quantity`, `image` FROM `oc_product` p
	JOIN `oc_product_description` d ON d.`product_id` = p.`product_id` AND d.`language_id` = 1
	WHERE `status` = 1 AND `date_available` <= NOW()")->fetch_all(MYSQLI_ASSOC);
$file = fopen("$folder/products.csv", 'w');
fputcsv($file, ['product_id', 'model', 'name', 'price', 'quantity', 'url', 'image'], ',', '"', '');
$items = '';
foreach ($products as $product) {
	[$page, $image] = ["$url/index.php?route=product/product&product_id={$product['product_id']}", "$url/image/{$product['image']}"];
	fputcsv($file, [...array_slice(array_values($product), 0, 5), $page, $image], ',', '"', '');
	[$title, $link] = array_map('htmlspecialchars', [$product['name'], $page]);
	$availability = $product['quantity'] > 0 ? 'in_stock' : 'out_of_stock';
	$items .= "<item><g:id>{$product['product_id']}</g:id><title>$title</title><link>$link</link><g:image_link>$image</g:image_link>"
		. "<g:price>{$product['price']} EUR</g:price><g:availability>$availability</g:availability></item>\n";
}
file_put_contents("$folder/google.xml", '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>' . $items . '</channel></rss>');
