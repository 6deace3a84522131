import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve, type ShopAnswer, type ShopRequest } from '../support/doubles/server/server';
import type { ShopPage } from './pages';

const script = readFileSync(join(__dirname, '../../examples/shop/kainic.js'), 'utf8');

export type ShopSite = Awaited<ReturnType<typeof openShopSite>>;

/** A shop with a cart as WooCommerce and Shopify have it, whose pages have the script's tag. */
export async function openShopSite() {
	const pages = new Map<string, string>();
	const attributes: Record<string, string> = {};
	const cart = { quantity: 0, attributes };
	let headers: Readonly<Record<string, string>> = {};
	const cookie = () => ({ 'set-cookie': `woocommerce_cart_hash=hash${cart.quantity}; path=/` });
	const add = (quantity: unknown, answer: Omit<ShopAnswer, 'status'>, status = 200): ShopAnswer => {
		cart.quantity += Number(quantity);
		return { status, ...answer, headers: { ...cookie(), ...answer.headers } };
	};
	const answer = (request: ShopRequest): ShopAnswer => {
		const { path, query, body } = request;
		const form = new URLSearchParams(body);
		// The plugin's answer to a customer who is logged in
		const customer = { 'set-cookie': 'kainic_uid=7; path=/' };
		if (query.get('wc-ajax') === 'kainic_customer')
			return { status: 200, body: '', headers: customer };
		if (query.has('wc-ajax')) return add(form.get('quantity'), { body: {} });
		if (form.has('add-to-cart')) return add(form.get('quantity'), { body: pages.get(path) });
		const answers: Readonly<Record<string, () => ShopAnswer>> = {
			'/kainic.js': () => ({
				status: 200,
				body: script,
				headers: { 'content-type': 'text/javascript' },
			}),
			'/wp-json/wc/store/v1/batch': () => add(1, { body: {} }, 207),
			// WooCommerce 11.0.1 also sets the cookie here, and deletes the cookie of an empty cart.
			'/wp-json/wc/store/v1/cart/update-item': () => {
				cart.quantity = 0;
				const answer = add(body, { body: {} });
				const ended = { 'set-cookie': 'woocommerce_cart_hash=; max-age=0; path=/' };
				return cart.quantity > 0 ? answer : { ...answer, headers: ended };
			},
			'/wp-json/wc/store/v1/cart': () => ({ status: 200, body: wooCommerceCart(cart.quantity) }),
			'/cart.js': () => ({ status: 200, body: shopifyCart(cart) }),
			'/cart/add.js': () => add(form.get('quantity'), { body: {} }),
			'/cart/add': () =>
				add(form.get('quantity'), { body: '', headers: { location: '/cart' } }, 302),
			'/cart/update.js': () => {
				cart.attributes['kainic_anon_uid'] = form.get('attributes[kainic_anon_uid]') ?? '';
				return { status: 200, body: {} };
			},
		};
		const page = pages.get(path);
		return (
			answers[path]?.() ?? { status: page === undefined ? 404 : 200, body: page ?? '', headers }
		);
	};
	const server = await serve(answer);
	return {
		...server,
		cart,
		/** Serves a page, with `tag` in place of the script's tag if given. */
		put: (
			{ path, lang = 'en', head = '', classes = '', main = '' }: ShopPage,
			tag: string,
		): string => {
			const [plain = ''] = path.split('?');
			pages.set(
				plain,
				`<!doctype html><html lang="${lang}"><head><title>Shop</title>
				<meta name="viewport" content="width=device-width">${head}${tag}</head>
				<body class="${classes}"><main>${main}</main></body></html>`,
			);
			return `${server.url}${path}`;
		},
		/** Headers of all pages from now on. */
		setHeaders: (given: Readonly<Record<string, string>>) => (headers = given),
	};
}

const prices = { price: '11900', currency_code: 'EUR', currency_minor_unit: 2 };

function wooCommerceCart(quantity: number) {
	const items = [{ key: 'k', id: 101, sku: 'SHOE-1', quantity, prices }];
	return { items: quantity > 0 ? items : [] };
}

function shopifyCart({ quantity, attributes }: { quantity: number; attributes: object }) {
	const line = {
		id: 4501,
		variant_id: 4501,
		product_id: 45,
		sku: 'SHOE-41',
		quantity,
		price: 11900,
	};
	return { attributes, currency: 'EUR', items: quantity > 0 ? [line] : [] };
}
