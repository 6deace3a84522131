import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { request, type APIRequestContext } from '@playwright/test';
import { objectOf } from '../../../tools/n8n/json';

/** Somebody with a session of the shop. */
function clientOf(context: APIRequestContext) {
	const text = async (path: string, form?: Readonly<Record<string, string>>): Promise<string> => {
		const answer = form ? await context.post(path, { form }) : await context.get(path);
		assert.equal(answer.status(), 200, `${path}: ${answer.status()}`);
		return await answer.text();
	};
	const json = async (path: string, form: Readonly<Record<string, string>> = {}) => {
		const answer = await text(path, form);
		const all = objectOf(JSON.parse(answer === '[]' ? '{}' : answer), path);
		if (all['error'] !== undefined) throw new Error(`${path}: ${answer}`);
		return all;
	};
	return { text, json };
}

const address = {
	...{ firstname: 'Ada', lastname: 'Byron', email: 'ada@shop.example', customer_group_id: '1' },
	...{ shipping_firstname: 'Ada', shipping_lastname: 'Byron', shipping_address_1: '1 Street' },
	...{ shipping_city: 'London', shipping_postcode: 'N1', shipping_country_id: '222' },
	...{ shipping_zone_id: '3563', agree: '1' },
};

/** A visitor of the shop, without a browser. The cookies are those that the shop's pages would set. */
export async function openVisitor(baseURL: string, cookies: Readonly<Record<string, string>> = {}) {
	const stored = Object.entries(cookies).map(([name, value]) => ({
		...{ name, value, domain: 'localhost', path: '/', expires: -1 },
		...{ httpOnly: false, secure: true, sameSite: 'Lax' as const },
	}));
	const context = await request.newContext({
		...{ baseURL, ignoreHTTPSErrors: true, storageState: { cookies: stored, origins: [] } },
	});
	const { text, json } = clientOf(context);
	const route = (name: string) => `/index.php?route=${name}&language=en-gb`;
	await text('/');
	return {
		text,
		chooseCurrency: async (code: string) => await json(route('common/currency.save'), { code }),
		add: async (product_id: number, quantity = 1, option: Readonly<Record<string, string>> = {}) =>
			await json(route('checkout/cart.add'), {
				...{ product_id: String(product_id), quantity: String(quantity) },
				...Object.fromEntries(
					Object.entries(option).map(([id, value]) => [`option[${id}]`, value]),
				),
			}),
		/** Orders what is in the cart, which has to be delivered; as a new customer, if there is a password. */
		order: async ({ email = address.email, password = '' } = {}) => {
			await text(route('checkout/checkout'));
			const account = password === '' ? '0' : '1';
			await json(route('checkout/register.save'), { ...address, email, account, password });
			await json(route('checkout/shipping_method.quote'));
			await json(route('checkout/shipping_method.save'), { shipping_method: 'flat.flat' });
			await json(route('checkout/payment_method.getMethods'));
			await json(route('checkout/payment_method.save'), { payment_method: 'cod.cod' });
			await text(route('checkout/confirm.confirm'));
			await json(route('extension/opencart/payment/cod.confirm'));
		},
	};
}

/** A line of an order as its page in the admin sends it. */
export interface AdminLine {
	readonly product_id: number;
	readonly quantity: number;
	readonly option?: Readonly<Record<string, string>>;
}

const shipping = { name: 'Flat Rate', code: 'flat.flat', cost: '5.00', tax_class_id: '9' };
const payment = { name: 'Cash On Delivery', code: 'cod.cod' };

export type Admin = Awaited<ReturnType<typeof openAdmin>>;

/** The owner in the admin of the shop. */
export async function openAdmin(baseURL: string) {
	const context = await request.newContext({ baseURL, ignoreHTTPSErrors: true });
	const { text, json } = clientOf(context);
	const page = await text('/admin/index.php?route=common/login');
	const [, login = ''] = /login_token=(\w+)/.exec(page) ?? [];
	const form = { username: 'admin', password: 'admin123' };
	const { redirect } = await json(
		`/admin/index.php?route=common/login.login&login_token=${login}`,
		form,
	);
	const [, token = ''] = /user_token=(\w+)/.exec(String(redirect)) ?? [];
	const route = (name: string) => `/admin/index.php?route=${name}&user_token=${token}`;
	const call = async (name: string, currency: string, form: Readonly<Record<string, string>>) => {
		const options = `&call=${name}&store_id=0&language=en-gb&currency=${currency}`;
		return await json(`${route('sale/order.call')}${options}`, form);
	};
	return {
		/** Uploads the zip of an extension, and installs it. */
		upload: async (zip: string) => {
			const file = { name: basename(zip), mimeType: 'application/zip', buffer: readFileSync(zip) };
			const multipart = { file };
			const uploaded = await context.post(route('marketplace/installer.upload'), { multipart });
			assert.match(await uploaded.text(), /success/);
			const list = await text(route('marketplace/installer.list'));
			let [next] = /[^"]+installer\.install[^"]+/.exec(list) ?? [];
			while (next !== undefined) {
				const step = await json(next.replaceAll('&amp;', '&'));
				next = typeof step['next'] === 'string' ? step['next'] : undefined;
			}
		},
		/** Installs the module Kainic, and saves its settings. */
		setUp: async (settings: Readonly<Record<string, string>>) => {
			const module = '&extension=kainic&code=kainic';
			await json(route('extension/module.install') + module);
			const named = Object.entries(settings).map(([name, value]) => [
				`module_kainic_${name}`,
				value,
			]);
			await json(route('extension/kainic/module/kainic.save'), Object.fromEntries(named));
		},
		/** Saves an order with these lines, as the button of its page does. */
		edit: async (order: number, lines: readonly AdminLine[], currency = 'EUR') => {
			const method = Object.entries(shipping).map(([key, value]) => [
				`shipping_method[${key}]`,
				value,
			]);
			await call('confirm', currency, {
				...{ ...address, order_id: String(order), ...Object.fromEntries(method) },
				...{ 'payment_method[name]': payment.name, 'payment_method[code]': payment.code },
				...Object.fromEntries(lines.flatMap(fieldsOf)),
			});
		},
		setStatus: async (order: number, status: number) => {
			const form = { order_id: String(order), order_status_id: String(status) };
			await call('history_add', 'EUR', form);
		},
		delete: async (order: number) => {
			await json(route('sale/order.delete'), { 'selected[]': String(order) });
		},
	};
}

function fieldsOf({ product_id, quantity, option = {} }: AdminLine, index: number) {
	const options = Object.entries(option).map(([id, value]) => [
		`product[${index}][option][${id}]`,
		value,
	]);
	return [
		[`product[${index}][product_id]`, String(product_id)],
		[`product[${index}][quantity]`, String(quantity)],
		...options,
	];
}
