import { type ShopFault, withFaults } from '../shared/faults';
import { serve, type ShopAnswer, type ShopRequest } from '../shared/shop-server';
import { collection, item, refusal } from './answers';
import type { WooOrder, WooProduct, WooRefund, WooVariation } from './fixtures';

/** What a WooCommerce shop holds, and what was asked of it. */
export interface WooCommerceState {
	products: WooProduct[];
	variations: Map<number, WooVariation[]>;
	orders: Map<number, WooOrder>;
	refunds: Map<number, WooRefund[]>;
	faults: ShopFault[];
	readonly requests: ShopRequest[];
}

/** A double of a shop's REST API v3. */
export interface WooCommerceShop extends WooCommerceState {
	/** Without a slash at its end. */
	readonly url: string;
	readonly consumerKey: string;
	readonly consumerSecret: string;
	/** Forgets everything except its address and key. */
	reset(): void;
	close(): Promise<void>;
}

export async function openWooCommerce(): Promise<WooCommerceShop> {
	const access = { consumerKey: 'ck_shop', consumerSecret: 'cs_shop' };
	const state: WooCommerceState = { ...emptyState(), requests: [] };
	const { url, close } = await serve((request) => {
		state.requests.push(request);
		if (!isAuthorised(request, access)) return refusal(401, 'cannot_view', 'list resources');
		return withFaults(state.faults, request, () => answer(state, request));
	});
	return Object.assign(state, {
		...access,
		url,
		reset: () => {
			state.requests.length = 0;
			Object.assign(state, emptyState());
		},
		close,
	});
}

function emptyState(): Omit<WooCommerceState, 'requests'> {
	return {
		products: [],
		variations: new Map(),
		orders: new Map(),
		refunds: new Map(),
		faults: [],
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

/** Behind a proxy a shop knows itself by another name, so nobody may follow its links. */
const api = 'http://elsewhere.example/wp-json/wc/v3';

function answer(state: WooCommerceState, request: ShopRequest): ShopAnswer {
	const [, resource = '', id = '', sub = ''] =
		/^\/wp-json\/wc\/v3\/([a-z]+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(request.path) ?? [];
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
		case 'GET orders': {
			const orders = [...state.orders.values()].filter(({ status }) => status !== 'trash');
			return collection(api, request, orders, 'orders');
		}
		case 'GET orders/id':
			return item(state.orders.get(number));
		case 'GET orders/id/refunds':
			return state.orders.has(number)
				? collection(api, request, state.refunds.get(number) ?? [], `orders/${id}/refunds`)
				: item(undefined);
		default:
			return { status: 404, body: { code: 'rest_no_route', data: { status: 404 } } };
	}
}
