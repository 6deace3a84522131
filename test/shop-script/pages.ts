/** A page as a shop's software makes it, around `main`. */
export interface ShopPage {
	readonly path: string;
	/** English if none is given */
	readonly lang?: string;
	readonly head?: string;
	readonly classes?: string;
	readonly main?: string;
	/** Attributes of the script's tag. */
	readonly tag?: string;
}

export const jsonLd = (data: unknown) =>
	`<script type="application/ld+json">${JSON.stringify(data)}</script>`;

const offer = { '@type': 'Offer', price: '119.00', priceCurrency: 'EUR' };

const shoe = { '@type': 'Product', name: 'Trail shoe', sku: 'SHOE-1', offers: [offer] };

const woo = 'wp-theme-storefront woocommerce woocommerce-page woocommerce-js';

const wooProduct = `product-template-default single single-product postid-101 ${woo}`;

/** What the code of docs/shops writes into the tag. */
export const tagOf = (id: string, sku: string) =>
	`data-product-id="${id}" data-product-sku="${sku}"`;

const ofWordPress = '<link rel="https://api.w.org/" href="/wp-json/">';

export const wooCommerceClassic: ShopPage = {
	tag: tagOf('101', 'SHOE-1'),
	path: '/product/trail-shoe/',
	classes: wooProduct,
	head: ofWordPress + jsonLd({ '@graph': [{ '@type': 'BreadcrumbList' }, shoe] }),
	main: `<form class="cart" method="post"><input name="quantity" value="2">
		<button name="add-to-cart" value="101">Add to cart</button></form>
		<button id="ajax">Add by AJAX</button>
		<script nonce="of-shop">ajax.onclick = () => fetch('/?wc-ajax=add_to_cart', {
			method: 'POST', body: new URLSearchParams({ product_id: '101', quantity: '1' }) });</script>`,
};

/** The block for products sends its request to the Store API. */
export const wooCommerceBlocks: ShopPage = {
	path: '/shop/',
	tag: tagOf('', ''),
	classes: `archive post-type-archive post-type-archive-product ${woo} woocommerce-uses-block-theme`,
	head: ofWordPress,
	main: `<button id="ajax" class="wp-block-button__link add_to_cart_button" data-product_id="101">
		Add to cart</button><script nonce="of-shop">ajax.onclick = () => fetch('/wp-json/wc/store/v1/batch', {
			method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ requests: [{
				method: 'POST', path: '/wc/store/v1/cart/add-item', body: { id: 101, quantity: 1 } }] }) });
		</script>`,
};

const variants = [
	{ ...shoe, '@id': '/products/trail-shoe?variant=4501#variant', sku: 'SHOE-41' },
	{ ...shoe, '@id': '/products/trail-shoe?variant=45010#variant', sku: 'SHOE-42' },
];

const productGroup = { '@type': 'ProductGroup', productGroupID: '45', hasVariant: variants };

const ofShopify = `<script nonce="of-shop">var Shopify = { routes: { root: '/' } };</script>`;

export const shopify: ShopPage = {
	path: '/products/trail-shoe',
	tag: tagOf('4501', 'SHOE-41'),
	head: ofShopify + jsonLd(productGroup),
	main: `<form action="/cart/add" method="post"><input type="hidden" name="id" value="4501">
		<input name="quantity" value="2"><button name="add">Add to cart</button></form>
		<button id="ajax">Add by AJAX</button>
		<script nonce="of-shop">ajax.onclick = () => fetch('/cart/add.js', {
			method: 'POST', body: new URLSearchParams({ id: '4501', quantity: '1' }) });</script>`,
};

export const bySku = ({ tag = '', ...page }: ShopPage): ShopPage => ({
	...page,
	tag: `${tag} data-item-id="sku"`,
});

/** Each page with the product whose view it is. */
export const views: ReadonlyArray<readonly [title: string, page: ShopPage, item: string | null]> = [
	['WooCommerce by its number', wooCommerceClassic, '101'],
	['WooCommerce by SKU', bySku(wooCommerceClassic), 'SHOE-1'],
	['a list of WooCommerce', { ...wooCommerceBlocks, head: jsonLd([shoe]) }, null],
	['Shopify by its number', shopify, '4501'],
	['Shopify by SKU', bySku(shopify), 'SHOE-41'],
	['another shop with variants', { path: '/p/1', head: jsonLd(productGroup) }, 'SHOE-41'],
	['another shop with a list', { path: '/p', head: jsonLd([shoe, { ...shoe, sku: 'B' }]) }, null],
	[
		'another shop by SKU',
		{ path: '/p/1', head: jsonLd([{ ...shoe, '@type': ['Product', 'Thing'] }]) },
		'SHOE-1',
	],
	[
		'broken JSON-LD',
		{ path: '/p/1', head: `<script type="application/ld+json">{,}</script>${jsonLd(shoe)}` },
		'SHOE-1',
	],
	['a product named in the page', { path: '/p/1', main: '<p data-kainic-item="own-1">' }, 'own-1'],
	['the front page', { path: '/' }, null],
];
