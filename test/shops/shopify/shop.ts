import { type ShopFault, withFaults } from '../shared/faults';
import type { Answer, ShopAnswer, ShopRequest } from '../shared/shop-server';
import { answerQuery } from './graphql';
import { openProxiedDomain, type ProxiedDomain } from './tls';
import type { ShopifyOrder, ShopifyVariant } from './fixtures';

interface ShopifyState {
	variants: ShopifyVariant[];
	orders: Map<number, ShopifyOrder>;
	faults: ShopFault[];
	readonly requests: ShopRequest[];
}

/** A double of a shop's Admin API at its real address, behind a proxy. */
export interface ShopifyShop extends ShopifyState {
	readonly subdomain: string;
	readonly accessToken: string;
	readonly appSecretKey: string;
	/** Forgets everything except its address and token. */
	reset(): void;
}

/** All shops that an n8n may reach. */
export interface Shopify extends ProxiedDomain {
	openShop(subdomain: string): ShopifyShop;
}

const empty = (): Omit<ShopifyState, 'requests'> => ({
	variants: [],
	orders: new Map(),
	faults: [],
});

export async function openShopify(): Promise<Shopify> {
	const domain = 'myshopify.com';
	const hosts = new Map<string, Answer>();
	const { env, close } = await openProxiedDomain(domain, hosts);
	const openShop = (subdomain: string): ShopifyShop => {
		const { shop, answer } = newShop(subdomain);
		hosts.set(`${subdomain}.${domain}`, answer);
		return shop;
	};
	return { env, openShop, close };
}

function newShop(subdomain: string): { shop: ShopifyShop; answer: Answer } {
	const access = { accessToken: 'shpat_demo', appSecretKey: 'shpss_demo' };
	const state: ShopifyState = { ...empty(), requests: [] };
	const reset = (): void => {
		state.requests.length = 0;
		Object.assign(state, empty());
	};
	const answerRequest: Answer = (request) => {
		state.requests.push(request);
		if (request.headers['x-shopify-access-token'] !== access.accessToken) {
			const errors = '[API] Invalid API key or access token (unrecognized login or wrong password)';
			return { status: 401, body: { errors } };
		}
		return withFaults(state.faults, request, () => answer(state, request));
	};
	return { shop: Object.assign(state, { ...access, subdomain, reset }), answer: answerRequest };
}

function answer(state: ShopifyState, request: ShopRequest): ShopAnswer {
	// n8n's trigger writes two slashes before "webhooks", and leaves ".json" out when it reads.
	const path = request.path.replace(/\/+/g, '/').replace(/\.json$/, '');
	const [, resource = '', id = ''] =
		/^\/admin\/api\/\d{4}-\d\d\/([a-z]+)(?:\/(\d+))?$/.exec(path) ?? [];
	switch (`${request.method} ${resource}${id === '' ? '' : '/id'}`) {
		case 'POST graphql':
			return answerQuery(request.body, state.variants);
		case 'GET orders':
			return pageOfOrders(request.query, [...state.orders.values()]);
		default:
			return { status: 404, body: { errors: 'Not Found' } };
	}
}

/** Orders by the time of their last change, with a link to the next page. */
function pageOfOrders(query: URLSearchParams, orders: readonly ShopifyOrder[]): ShopAnswer {
	const changed = ({ updated_at: date }: ShopifyOrder): number => Date.parse(date);
	const since = Date.parse(query.get('updated_at_min') ?? '');
	const known = query.get('status') === 'any' && query.get('order') === 'updated_at asc';
	if (!known || Number.isNaN(since)) return { status: 400, body: { errors: 'Not supported' } };
	const size = Number(query.get('limit') ?? 50);
	const found = orders
		.filter((order) => changed(order) >= since)
		.sort((a, b) => changed(a) - changed(b) || a.id - b.id);
	const link = '<https://other.example/orders.json?page_info=next>; rel="next"';
	return {
		status: 200,
		...(found.length > size && { headers: { link } }),
		body: { orders: found.slice(0, size) },
	};
}
