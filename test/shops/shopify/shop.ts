import { createHmac, randomUUID } from 'node:crypto';
import { isObject } from '../../../harness/json';
import { type ShopFault, withFaults } from '../shared/faults';
import type { ShopAnswer, ShopRequest } from '../shared/shop-server';
import { answerQuery } from './graphql';
import { openProxiedHost, type ProxiedHost } from './tls';
import type { ShopifyVariant, ShopifyWebhook } from './types';

interface ShopifyState {
	variants: ShopifyVariant[];
	webhooks: ShopifyWebhook[];
	faults: ShopFault[];
	/** Whether the token has the scopes for orders and products. */
	scopes: boolean;
	readonly requests: ShopRequest[];
}

/** A double of a shop's Admin API at its real address, behind a proxy. */
export interface ShopifyShop extends ShopifyState, Pick<ProxiedHost, 'env' | 'tunnels'> {
	readonly subdomain: string;
	readonly accessToken: string;
	readonly appSecretKey: string;
	/** Posts to all webhooks of a topic as Shopify does, and gives the statuses of their answers. */
	deliver(topic: string, payload: unknown, secret?: string): Promise<number[]>;
	/** Forgets everything except its address and token. */
	reset(): void;
	close(): Promise<void>;
}

const empty = (): Omit<ShopifyState, 'requests'> => ({
	variants: [],
	webhooks: [],
	faults: [],
	scopes: true,
});

export async function openShopify(): Promise<ShopifyShop> {
	const subdomain = 'demo-shop';
	const access = { accessToken: 'shpat_demo', appSecretKey: 'shpss_demo' };
	const state: ShopifyState = { ...empty(), requests: [] };
	const host = await openProxiedHost(`${subdomain}.myshopify.com`, (request) => {
		state.requests.push(request);
		if (request.headers['x-shopify-access-token'] !== access.accessToken) {
			const errors = '[API] Invalid API key or access token (unrecognized login or wrong password)';
			return { status: 401, body: { errors } };
		}
		return withFaults(state.faults, request, () => answer(state, request));
	});
	return Object.assign(state, {
		...access,
		subdomain,
		env: host.env,
		tunnels: host.tunnels,
		deliver: async (topic: string, payload: unknown, secret = access.appSecretKey) =>
			await deliver(state.webhooks, `${subdomain}.myshopify.com`, topic, payload, secret),
		reset: () => {
			state.requests.length = 0;
			Object.assign(state, empty());
		},
		close: async () => await host.close(),
	});
}

function answer(state: ShopifyState, request: ShopRequest): ShopAnswer {
	// n8n's trigger writes two slashes before "webhooks", and leaves ".json" out when it reads.
	const path = request.path.replace(/\/+/g, '/').replace(/\.json$/, '');
	const [, resource = '', id = ''] =
		/^\/admin\/api\/\d{4}-\d\d\/([a-z]+)(?:\/(\d+))?$/.exec(path) ?? [];
	if (!state.scopes) {
		const errors = '[API] This action requires merchant approval for read_orders scope.';
		return { status: 403, body: { errors } };
	}
	switch (`${request.method} ${resource}${id === '' ? '' : '/id'}`) {
		case 'POST graphql':
			return answerQuery(request.body, state.variants);
		case 'GET webhooks': {
			const topic = request.query.get('topic');
			const webhooks = state.webhooks.filter((each) => topic === null || each.topic === topic);
			return { status: 200, body: { webhooks } };
		}
		case 'POST webhooks':
			return createWebhook(state, request.body);
		case 'DELETE webhooks/id': {
			const before = state.webhooks.length;
			state.webhooks = state.webhooks.filter((webhook) => webhook.id !== Number(id));
			const found = state.webhooks.length < before;
			return { status: found ? 200 : 404, body: found ? {} : { errors: 'Not Found' } };
		}
		default:
			return { status: 404, body: { errors: 'Not Found' } };
	}
}

/** Real shops want https; a test's n8n has http on 127.0.0.1. */
function createWebhook(state: ShopifyState, body: string): ShopAnswer {
	const request: unknown = JSON.parse(body);
	const given = isObject(request) && isObject(request['webhook']) ? request['webhook'] : {};
	const { topic, address } = given;
	if (typeof topic !== 'string' || typeof address !== 'string') {
		return { status: 422, body: { errors: { topic: ['Invalid topic specified'] } } };
	}
	const id = (state.webhooks.at(-1)?.id ?? 4759306) + 1;
	state.webhooks.push({ id, topic, address });
	return { status: 201, body: { webhook: { id, topic, address, format: 'json' } } };
}

async function deliver(
	webhooks: readonly ShopifyWebhook[],
	shop: string,
	topic: string,
	payload: unknown,
	secret: string,
): Promise<number[]> {
	const statuses: number[] = [];
	for (const { address } of webhooks.filter((each) => each.topic === topic)) {
		const body = JSON.stringify(payload);
		const response = await fetch(address, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-shopify-topic': topic,
				'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
				'x-shopify-shop-domain': shop,
				'x-shopify-api-version': '2024-07',
				'x-shopify-webhook-id': randomUUID(),
				'x-shopify-triggered-at': new Date().toISOString(),
			},
			body,
		});
		statuses.push(response.status);
		await response.arrayBuffer();
	}
	return statuses;
}
