import { type ShopFault, withFaults } from '../server/faults';
import type { Answer, ShopAnswer, ShopRequest } from '../server/server';
import type { ShopifyOrder, ShopifyVariant } from './fixtures';
import { answerQuery } from './graphql';
import { Points } from './points';
import { schemaOf, servedVersions } from './schema';
import { openProxiedDomain } from './tls';

/** The app of the shop in Shopify's Dev Dashboard. */
export const app = { client_id: 'id-of-the-app', client_secret: 'shpss_secret-of-the-app' };

const scopes = ['read_products', 'read_orders', 'read_customers'];

/** How long a token lasts: "Using the client credentials grant" of Shopify. */
const tokenSeconds = 86_399;

export const newShop = () => ({
	variants: Array<ShopifyVariant>(),
	orders: new Map<number, ShopifyOrder>(),
	faults: Array<ShopFault>(),
	requests: Array<ShopRequest>(),
	/** The tokens that were issued, and when each ends. */
	tokens: new Map<string, number>(),
	points: new Points('standard'),
	scopes,
	/** The error of the token's endpoint, or null if it issues tokens. */
	oauthError: Array<string>()[0] ?? null,
});

type Shop = ReturnType<typeof newShop>;
export type ShopifyShop = ReturnType<typeof openedShop>['shop'];

/** Doubles of the Admin APIs of all shops that an n8n may reach, at their real addresses behind a proxy. */
export async function openShopify() {
	const domain = 'myshopify.com';
	const hosts = new Map<string, Answer>();
	const { env, close } = await openProxiedDomain(domain, hosts);
	const openShop = (subdomain: string): ShopifyShop => {
		const { shop, answer: answerRequest } = openedShop(subdomain);
		hosts.set(`${subdomain}.${domain}`, answerRequest);
		return shop;
	};
	return { env, openShop, close };
}

function openedShop(subdomain: string) {
	const state = newShop();
	const reset = (): void => void Object.assign(state, newShop());
	const answerRequest: Answer = (request) => {
		state.requests.push(request);
		return withFaults(state.faults, request, () => answer(state, request));
	};
	return { shop: Object.assign(state, { subdomain, reset }), answer: answerRequest };
}

export function answer(shop: Shop, request: ShopRequest): ShopAnswer {
	if (request.path === '/admin/oauth/access_token') return issueToken(shop, request);
	const [, version = ''] = /^\/admin\/api\/(\d{4}-\d\d)\/graphql\.json$/.exec(request.path) ?? [];
	if (!servedVersions.some((served) => served === version))
		return { status: 404, body: { errors: 'Not Found' } };
	const token = String(request.headers['x-shopify-access-token']);
	if (!((shop.tokens.get(token) ?? 0) > Date.now())) {
		const errors = '[API] Invalid API key or access token (unrecognized login or wrong password)';
		return { status: 401, body: { errors } };
	}
	return answerQuery(schemaOf(version), request.body, shop, shop.points);
}

function issueToken(shop: Shop, { body }: ShopRequest): ShopAnswer {
	const given: unknown = JSON.parse(body);
	const { client_id, client_secret, grant_type } = Object(given);
	if (shop.oauthError !== null) return oauthPage(shop.oauthError);
	if (client_id !== app.client_id) return oauthPage('application_cannot_be_found');
	if (client_secret !== app.client_secret) return oauthPage('invalid_client');
	if (grant_type !== 'client_credentials') return oauthPage('unsupported_grant_type');
	const access_token = `shpat_${shop.tokens.size}-of-the-app`;
	shop.tokens.set(access_token, Date.now() + tokenSeconds * 1_000);
	return {
		status: 200,
		body: { access_token, scope: shop.scopes.join(','), expires_in: tokenSeconds },
	};
}

/** Shopify answers an error of a token as a page. */
function oauthPage(code: string): ShopAnswer {
	const title = `400 - Oauth error ${code}`;
	const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
	return { status: 400, body };
}
