import { serve, type ShopAnswer, type ShopRequest } from '../../shops/shared/shop-server';
import type { JsonObject } from '../../../tools/n8n/json';

export type WebhooksDouble = Awaited<ReturnType<typeof openWebhooks>>;

/** Recommendations as the example answers them. */
export const recommendations = {
	source: 'kainic',
	kainic_mid: 'model-similar',
	deployment_job_id: 'job-1',
	items: [1, 2, 3, 4, 5, 6].map((rank) => ({
		item_id: `item-${rank}`,
		rank,
		title: `Product ${rank}`,
		price: `${rank}9.5`,
		url: `/p/item-${rank}`,
		image_url: '/picture.png',
	})),
};

interface State {
	/** The only shop that may ask. */
	shop: string;
	readonly events: JsonObject[];
	readonly questions: URLSearchParams[];
	/** The paths of all requests. */
	readonly requests: string[];
	/** How the webhook for events answers. It gets the events under 200 and 504. */
	status: number;
	/** Milliseconds until it answers; Infinity for never. */
	delay: number;
	/** What the webhook for recommendations answers. */
	answer: ShopAnswer;
}

const initial = { shop: '', status: 200, delay: 0, answer: { status: 200, body: recommendations } };

/** Answers in place of n8n, for one shop only, and keeps what it got. */
export async function openWebhooks() {
	const state: State = { ...initial, events: [], questions: [], requests: [] };
	const answer = (request: ShopRequest): ShopAnswer => {
		const headers = { 'access-control-allow-origin': state.shop };
		state.requests.push(request.path);
		if (request.path === '/webhook/kainic-shop-events') {
			const { status, delay } = state;
			if ([200, 504].includes(status))
				state.events.push(...(JSON.parse(request.body) as JsonObject[]));
			return { status, body: '', headers, delay };
		}
		state.questions.push(new URLSearchParams(request.body));
		return { ...state.answer, headers };
	};
	const server = await serve(answer);
	return Object.assign(state, server);
}
