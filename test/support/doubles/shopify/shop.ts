import { type ShopFault, withFaults } from '../server/faults';
import type { Answer, ShopAnswer, ShopRequest } from '../server/server';
import { answerQuery } from './graphql';
import { openProxiedDomain } from './tls';
import type { ShopifyOrder, ShopifyVariant } from './fixtures';

const emptyShop = () => ({
	variants: Array<ShopifyVariant>(),
	orders: new Map<number, ShopifyOrder>(),
	faults: Array<ShopFault>(),
	requests: Array<ShopRequest>(),
});

export type ShopifyShop = ReturnType<typeof newShop>['shop'];

/** Doubles of the Admin APIs of all shops that an n8n may reach, at their real addresses behind a proxy. */
export async function openShopify() {
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

function newShop(subdomain: string) {
	const access = { accessToken: 'shpat_demo', appSecretKey: 'shpss_demo' };
	const state = emptyShop();
	const reset = (): void => void Object.assign(state, emptyShop());
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

export function answer(shop: ReturnType<typeof emptyShop>, request: ShopRequest): ShopAnswer {
	const [, name] = /^\/admin\/api\/\d{4}-\d\d\/(graphql|orders)\.json$/.exec(request.path) ?? [];
	if (name === 'graphql') return answerQuery(request.body, shop.variants);
	if (name === 'orders') return pageOfOrders(request.query, [...shop.orders.values()]);
	return { status: 404, body: { errors: 'Not Found' } };
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
