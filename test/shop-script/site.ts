import assert from 'node:assert/strict';
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
	const properties: Record<string, string> = {};
	/** Attributes of Shopify's cart, and the properties of its line. */
	const cart = { quantity: 0, attributes, properties };
	/** What Shopify's button "Buy it now" sent to the checkout. */
	const bought: string[] = [];
	let headers: Readonly<Record<string, string>> = {};
	const cookie = () => ({ 'set-cookie': `woocommerce_cart_hash=hash${cart.quantity}; path=/` });
	const add = (quantity: unknown, answer: Omit<ShopAnswer, 'status'>, status = 200): ShopAnswer => {
		cart.quantity += Number(quantity);
		return { status, ...answer, headers: { ...cookie(), ...answer.headers } };
	};
	const keepProperties = (form: URLSearchParams) => {
		for (const [key, value] of form) {
			const [, name] = /^properties\[(.+)\]$/.exec(key) ?? [];
			if (name !== undefined) cart.properties[name] = value;
		}
	};
	const answer = (request: ShopRequest): ShopAnswer => {
		const { query, body } = request;
		// Another language of Shopify
		const path = request.path.replace(/^\/de(?=\/cart)/, '');
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
			'/picture.png': () => ({
				status: 200,
				body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="5" cy="5" r="4"/></svg>',
				headers: { 'content-type': 'image/svg+xml' },
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
			'/cart/add.js': () => {
				keepProperties(form);
				return add(form.get('quantity'), { body: {} });
			},
			'/cart/add': () => {
				keepProperties(form);
				return add(form.get('quantity'), { body: '', headers: { location: '/cart' } }, 302);
			},
			// Shopify replaces all properties of the line.
			'/cart/change.js': () => {
				const change = JSON.parse(body);
				assert.deepEqual([change.id, change.quantity], [lineKey, cart.quantity]);
				cart.properties = change.properties;
				return { status: 200, body: {} };
			},
			'/checkout': () => {
				bought.push(body);
				return { status: 200, body: {} };
			},
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
		bought,
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

const lineKey = '4501:a1';

function shopifyCart({ quantity, attributes, properties }: Readonly<Record<string, unknown>>) {
	const line = {
		id: 4501,
		key: lineKey,
		properties,
		variant_id: 4501,
		product_id: 45,
		sku: 'SHOE-41',
		quantity,
		price: 11900,
	};
	return { attributes, currency: 'EUR', items: Number(quantity) > 0 ? [line] : [] };
}
