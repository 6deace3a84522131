import type { ShopFault } from '../shared/faults';
import { withFaults } from '../shared/faults';
import { serve, type ShopAnswer, type ShopRequest } from '../shared/shop-server';
import { isObject } from '../../../harness/json';
import { collection, item, refusal, withLinks } from './answers';
import { deliver, ping, type Delivery } from './deliveries';
import type { WooOrder, WooProduct, WooRefund, WooVariation, WooWebhook } from './types';
import { createWebhook, deleteWebhook, withoutSecret } from './webhooks';

/** What a WooCommerce shop holds, and what was asked of it. */
export interface WooCommerceState {
	products: WooProduct[];
	variations: Map<number, WooVariation[]>;
	orders: Map<number, WooOrder>;
	refunds: Map<number, WooRefund[]>;
	webhooks: WooWebhook[];
	faults: ShopFault[];
	readonly requests: ShopRequest[];
	/** Whether the key may read and write; a key for reading alone cannot register webhooks. */
	permission: 'read' | 'read_write';
}

/** A double of a shop's REST API v3. */
export interface WooCommerceShop extends WooCommerceState {
	/** Without a slash at its end. */
	readonly url: string;
	readonly consumerKey: string;
	readonly consumerSecret: string;
	/** Posts to all webhooks of a topic as WooCommerce does, and gives the statuses of their answers. */
	deliver(topic: string, payload: unknown, options?: Delivery): Promise<number[]>;
	/** Forgets everything except its address and key. */
	reset(): void;
	close(): Promise<void>;
}

export async function openWooCommerce(): Promise<WooCommerceShop> {
	const access = { consumerKey: 'ck_shop', consumerSecret: 'cs_shop' };
	const state: WooCommerceState = { ...emptyState(), requests: [] };
	let url = '';
	const server = await serve((request) => {
		state.requests.push(request);
		if (!isAuthorised(request, access)) return refusal(401, 'cannot_view', 'list resources');
		return withFaults(state.faults, request, () => answer(state, url, request));
	});
	url = `http://127.0.0.1:${server.port}`;
	const linked = (payload: unknown): unknown => {
		const id = isObject(payload) ? payload['id'] : undefined;
		if (!isObject(payload) || typeof id !== 'number') return payload;
		return withLinks(`${url}/wp-json/wc/v3`, 'orders', { ...payload, id });
	};
	return Object.assign(state, {
		...access,
		url,
		deliver: async (topic: string, payload: unknown, options: Delivery = {}) =>
			await deliver(state.webhooks, url, topic, linked(payload), options),
		reset: () => {
			state.requests.length = 0;
			Object.assign(state, emptyState());
		},
		close: async () => await server.close(),
	});
}

function emptyState(): Omit<WooCommerceState, 'requests'> {
	return {
		products: [],
		variations: new Map(),
		orders: new Map(),
		refunds: new Map(),
		webhooks: [],
		faults: [],
		permission: 'read_write',
	};
}

function isAuthorised(
	{ headers, query }: ShopRequest,
	access: { consumerKey: string; consumerSecret: string },
): boolean {
	const pair = `${access.consumerKey}:${access.consumerSecret}`;
	if (headers.authorization === `Basic ${Buffer.from(pair).toString('base64')}`) return true;
	return `${query.get('consumer_key')}:${query.get('consumer_secret')}` === pair;
}

function answer(state: WooCommerceState, url: string, request: ShopRequest): ShopAnswer {
	const api = `${url}/wp-json/wc/v3`;
	const [, resource = '', id = '', sub = ''] =
		/^\/wp-json\/wc\/v3\/([a-z]+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(request.path) ?? [];
	if (request.method !== 'GET' && state.permission === 'read')
		return refusal(401, 'cannot_create', 'create resources');
	const number = Number(id);
	switch (`${request.method} ${resource}${id === '' ? '' : '/id'}${sub === '' ? '' : `/${sub}`}`) {
		case 'GET products':
			return collection(api, request, state.products, 'products');
		case 'GET products/id':
			return id === 'categories'
				? { status: 200, body: [] }
				: item(state.products.find((product) => product.id === number));
		case 'GET products/id/variations':
			return state.products.some((product) => product.id === number)
				? collection(api, request, state.variations.get(number) ?? [], `products/${id}/variations`)
				: item(undefined);
		case 'GET orders/id':
			return item(state.orders.get(number));
		case 'GET orders/id/refunds':
			return state.orders.has(number)
				? collection(api, request, state.refunds.get(number) ?? [], `orders/${id}/refunds`)
				: item(undefined);
		case 'GET webhooks':
			return { status: 200, body: state.webhooks.map(withoutSecret) };
		case 'POST webhooks': {
			const webhook = createWebhook(state.webhooks, request.body);
			if (webhook === undefined) return refusal(400, 'invalid', 'register this webhook');
			void ping(webhook);
			return { status: 201, body: withoutSecret(webhook) };
		}
		case 'DELETE webhooks/id':
			return deleteWebhook(state.webhooks, number, request.query.get('force'));
		default:
			return { status: 404, body: { code: 'rest_no_route', data: { status: 404 } } };
	}
}
