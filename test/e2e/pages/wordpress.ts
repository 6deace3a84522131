import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printReport as report } from '../../../tools/n8n';
import { runCommand } from '../../../tools/n8n/command';
import { findProgram, installDebianPackages } from '../../../tools/n8n/debian';
import { objectOf, type JsonObject } from '../../../tools/n8n/json';

/** A product, one with variations, and one whose variations are all hidden. */
const shop = String.raw`
class WC_Product {
	function __construct( public $id, public $sku, public $children = [] ) {}
	function get_id() { return $this->id; }
	function get_sku() { return $this->sku; }
	function get_visible_children() { return $this->children; }
	function update_meta_data( $key, $value ) { $this->sku = "$key=$value"; }
}
class WC_Product_Variable extends WC_Product {}
$products = [
	101 => new WC_Product( 101, 'SHOE-1' ),
	100 => new WC_Product_Variable( 100, 'SHOE', [ 101 ] ),
	102 => new WC_Product_Variable( 102, '">' ),
	103 => new WC_Product( 103, '">' ),
];
function add_action( $name, $work ) { $GLOBALS['actions'][ $name ] = $work; }
function is_product() { return $GLOBALS['page'] > 0; }
function get_queried_object_id() { return $GLOBALS['page']; }
function get_woocommerce_currency() { return 'EUR'; }
function esc_attr( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function wp_unslash( $text ) { return stripslashes( $text ); }
function sanitize_text_field( $text ) { return trim( $text ); }
// For false, WooCommerce returns the product of the page.
function wc_get_product( $id ) {
	return $GLOBALS['products'][ $id === false ? $GLOBALS['page'] : $id ] ?? false;
}
set_error_handler( fn ( $number, $text ) => throw new Error( $text ) );`;

const visits = String.raw`
foreach ( [ 0, ...array_keys( $products ) ] as $page ) {
	ob_start();
	$actions['wp_head']();
	$result['tags'][ $page ] = ob_get_clean();
}
foreach ( [ [], [ 'kainic_anon_uid' => 'a\"b ' ] ] as $_COOKIE )
	foreach ( [ 'checkout_create_order', 'store_api_checkout_update_order_meta' ] as $hook ) {
		$actions["woocommerce_$hook"]( $order = new WC_Product( 1, '' ) );
		$result['orders'][] = $order->sku;
	}
echo json_encode( $result );`;

/** Runs the PHP code of docs/shops: the tag on each page, and what orders save without and with a cookie. */
export async function runShopCode(): Promise<JsonObject> {
	const page = readFileSync(join(__dirname, '../../../docs/shops/woocommerce.md'), 'utf8');
	const [, code = ''] = /```php\n([^]*?)```/.exec(page) ?? [];
	if (findProgram('php') === undefined) await installDebianPackages(['php-cli'], report);
	const { stdout, stderr } = await runCommand('php', ['-r', shop + code + visits], { cwd: '/' });
	if (!stdout.startsWith('{')) throw new Error(`PHP failed: ${stdout}${stderr}`);
	return objectOf(JSON.parse(stdout), 'the answer of PHP');
}
