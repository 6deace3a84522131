import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printReport as report } from '../../tools/n8n';
import { temporaryFolder } from '../../tools/n8n/cleanup';
import { runCommand } from '../../tools/n8n/command';
import { findProgram, installDebianPackages } from '../../tools/n8n/debian';
import { objectOf, type JsonObject } from '../../tools/n8n/json';
import { packPlugin } from '../../tools/scripts/pack-plugin';

const plugin = join(__dirname, '../../examples/shop/woocommerce/kainic.php');

/**
 * What WordPress and WooCommerce 11.0.1 answer to the plugin: for a product, one with two variations, one whose
 * variations have no price, one with strange characters, and one that the shop hides.
 */
const shop = String.raw`
const ABSPATH = '/';
class WC_Product {
	public $id, $sku, $price, $children, $visibility, $meta = [];
	function __construct( $id, $sku, $price = '10', $children = [], $visibility = 'visible' ) {
		foreach ( compact( 'id', 'sku', 'price', 'children', 'visibility' ) as $name => $value ) $this->$name = $value;
	}
	function get_id() { return $this->id; }
	function get_sku() { return $this->sku; }
	function get_price() { return $this->price; }
	function is_purchasable() { return $this->price !== ''; }
	function get_post_password() { return ''; }
	function get_catalog_visibility() { return $this->visibility; }
	function get_visible_children() { return $this->children; }
	function update_meta_data( $key, $value ) { $this->meta[ $key ] = $value; }
	function delete_meta_data( $key ) { unset( $this->meta[ $key ] ); }
}
class WC_Product_Variable extends WC_Product {}
class WC_Data_Store {
	static function load( $type ) { return new self(); }
	function find_matching_product_variation( $product, $attributes ) { return $attributes['attribute_size'] ?? 0; }
}
class WP_HTML_Tag_Processor {
	public $html;
	function __construct( $html ) { $this->html = $html; }
	function next_tag( $name ) { return strpos( $this->html, "<$name " ) === 0; }
	function get_updated_html() { return $this->html; }
	function set_attribute( $name, $value ) {
		$text = htmlspecialchars( $value, ENT_QUOTES );
		$this->html = substr_replace( $this->html, " $name=\"$text\"", 7, 0 );
	}
}
class Shop { public $countries; function __construct() { $this->countries = $this; } }
$products = [
	101 => new WC_Product( 101, 'SHOE-1' ),
	104 => new WC_Product( 104, 'SHOE-2' ),
	105 => new WC_Product( 105, '', '' ),
	100 => new WC_Product_Variable( 100, 'SHOE', '10', [ 105, 101, 104 ] ),
	102 => new WC_Product_Variable( 102, '', '', [ 105 ] ),
	103 => new WC_Product( 103, '">' ),
	106 => new WC_Product( 106, 'HIDDEN', '10', [], 'hidden' ),
];
function add_action( $name, $work ) { $GLOBALS['hooks'][ $name ][] = $work; }
function current_action() { return 'woocommerce_' . $GLOBALS['hook']; }
function add_filter( $name, $work ) { $GLOBALS['hooks'][ $name ][] = $work; }
function remove_filter( $name, $work ) {}
function register_activation_hook() {}
function plugin_basename() { return 'kainic/kainic.php'; }
// A plugin for currencies changes what WooCommerce's function returns, and not the prices in the catalog.
function get_woocommerce_currency() { return 'CHF'; }
function get_option( $name, $default = '' ) { return $name === 'woocommerce_currency' ? 'EUR' : [ 'n8n' => 'https://n8n.example' ]; }
function wp_parse_args( $given, $defaults ) { return $given + $defaults; }
function __( $text ) { return $text; }
function is_product() { return $GLOBALS['page'] > 0; }
function get_queried_object_id() { return $GLOBALS['page']; }
function is_search() { return $GLOBALS['page'] === -1; }
function get_search_query( $escaped ) { return $escaped ? '' : 'a "b"'; }
function is_product_category() { return $GLOBALS['page'] === -2; }
function single_term_title( $prefix, $display ) { return $display ? '' : 'Clothes &amp; Shoes'; }
function wp_specialchars_decode( $text ) { return htmlspecialchars_decode( $text, ENT_QUOTES ); }
function is_cart() { return $GLOBALS['page'] === -3; }
class WC_AJAX { static function get_endpoint( $request ) { return "/?wc-ajax=$request"; } }
function wp_script_is() { return true; }
function wp_json_encode( $value ) { return json_encode( $value ); }
function apply_filters( $name, $value ) { return $value; }
function wp_print_inline_script_tag( $script ) { $GLOBALS['result']['consent'] = $script; }
function wp_unslash( $value ) { return is_array( $value ) ? array_map( 'stripslashes', $value ) : stripslashes( $value ); }
function sanitize_text_field( $text ) { return trim( $text ); }
function WC() { return new Shop(); }
function wc_get_price_decimals() { return 2; }
function wc_format_decimal( $price, $decimals ) { return number_format( $price, $decimals, '.', '' ); }
function wc_get_price_to_display( $product ) { return $product->price * 1.19; }
// For false, WooCommerce returns the product of the page.
function wc_get_product( $id ) {
	return $GLOBALS['products'][ $id === false ? $GLOBALS['page'] : $id ] ?? false;
}
function shortcode_atts( $defaults, $given ) { return array_intersect_key( $given, $defaults ) + $defaults; }
function wp_is_serving_rest_request() { return false; }
function esc_html( $text ) { return htmlspecialchars( $text ); }
function esc_attr( $text ) { return htmlspecialchars( $text ); }
function absint( $number ) { return abs( (int) $number ); }
set_error_handler( function ( $number, $text ) { throw new Error( $text ); } );`;

const visits = String.raw`
$tag_of = fn () => $hooks['script_loader_tag'][0]( '<script src="kainic.js" defer></script>', 'kainic' );
foreach ( [ 0, ...array_keys( $products ) ] as $page ) $result['tags'][ $page ] = $tag_of();
$page = 100;
foreach ( [ -1, -2, -3 ] as $page ) $result['kinds'][] = $tag_of();
$page = 100;
foreach ( [ 104, 105 ] as $_GET['attribute_size'] ) $result['named'][] = $tag_of();
foreach ( [ [], [ 'kainic_anon_uid' => 'a\"b ' ] ] as $_COOKIE )
	foreach ( [ 'checkout_create_order', 'store_api_checkout_update_order_meta', 'before_pay_action' ] as $hook ) {
		$order = new WC_Product( 1, '' );
		$order->meta = [ 'kainic_anon_uid' => 'before' ];
		$hooks["woocommerce_$hook"][0]( $order );
		$result['orders'][] = $order->meta['kainic_anon_uid'] ?? '';
	}
foreach ( [ 101, 105 ] as $id ) {
	$answer = (object) [ 'data' => [ 'price' => '10' ] ];
	$result['prices'][] = $hooks['woocommerce_rest_prepare_product_object'][0]( $answer, $products[ $id ] )->data;
}
foreach ( [ '', '1' ] as $experiment ) $result['boxes'][] = kainic_box( compact( 'experiment' ) );
$hooks['wp_footer'][0]();
echo json_encode( $result );`;

/** Runs the plugin for WooCommerce: the tag of each page, the visitor of orders that had one, without and with a cookie, prices, the box without and with an experiment, and the script for the banner. */
export async function runPlugin(): Promise<JsonObject> {
	if (findProgram('php') === undefined) await installDebianPackages(['php-cli'], report);
	const php = async (...args: string[]) => await runCommand('php', args, { cwd: '/' });
	const lint = await php('-l', plugin);
	if (lint.status !== 0) throw new Error(`PHP cannot read the plugin: ${lint.stdout}`);
	return answerIn(await php('-r', visitsOfPlugin()));
}

const visitsOfPlugin = () => shop + readFileSync(plugin, 'utf8').replace('<?php', '') + visits;

function answerIn({ stdout, stderr }: { stdout: string; stderr: string }): JsonObject {
	if (!stdout.startsWith('{')) throw new Error(`PHP failed: ${stdout}${stderr}`);
	return objectOf(JSON.parse(stdout), 'the answer of PHP');
}

/** The same with a PHP of WordPress Playground, which npm fetches (120 MB for two versions). */
export async function runPluginOn(version: '7-4' | '8-5'): Promise<JsonObject> {
	const { path: folder, remove } = temporaryFolder('php');
	const packages = [`node-${version}`, 'universal'].map((name) => `@php-wasm/${name}@3.1.56`);
	// npm prints a warning: the packages ask for a newer Node.js, but run on 20, too.
	const options = ['--prefix', folder, '--no-audit', '--no-fund', '--no-save'];
	const { status, stderr } = await runCommand('npm', ['install', ...options, ...packages], {
		cwd: folder,
	});
	assert.equal(status, 0, stderr);
	writeFileSync(join(folder, 'visits.php'), `<?php ${visitsOfPlugin()}`);
	writeFileSync(
		join(folder, 'run.mjs'),
		`import { readFileSync } from 'node:fs';
		import { PHP, loadPHPRuntime } from '@php-wasm/universal';
		import { getPHPLoaderModule } from '@php-wasm/node-${version}';
		const php = new PHP(await loadPHPRuntime(await getPHPLoaderModule(), {}));
		const { text } = await php.run({ code: readFileSync('visits.php', 'utf8') });
		process.stdout.write(text, () => process.exit());`,
	);
	const answer = await runCommand('node', ['run.mjs'], { cwd: folder });
	remove();
	return answerIn(answer);
}

/** Names of the files in the plugin's zip, whose script is the one of this repository. */
export async function filesInZip(): Promise<string[]> {
	const missing = ['zip', 'unzip'].filter((name) => findProgram(name) === undefined);
	if (missing.length > 0) await installDebianPackages(missing, report);
	const { path: folder, remove } = temporaryFolder('plugin');
	const { status } = await runCommand('unzip', ['-q', packPlugin(folder)], { cwd: folder });
	assert.equal(status, 0);
	const script = readFileSync(join(folder, 'kainic/kainic.js'), 'utf8');
	assert.equal(script, readFileSync(join(plugin, '../../kainic.js'), 'utf8'));
	const names = readdirSync(join(folder, 'kainic')).sort((a, b) => a.localeCompare(b));
	remove();
	return names;
}
