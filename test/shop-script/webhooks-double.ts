import { serve, type ShopAnswer, type ShopRequest } from '../support/doubles/server/server';
import type { JsonObject } from '../../tools/n8n/json';

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

/**
 * How n8n 2.41.1 answered a request with the shop's `Origin` when this was recorded, and nginx 1.26.3 in
 * front of it. Only a published workflow allows the page to see the status.
 */
const recorded = {
	published: { status: 200, isReadable: true },
	/** The workflow refuses the events. */
	refusing: { status: 400, isReadable: true },
	unpublished: { status: 500, isReadable: false },
	/** For twenty seconds, until n8n has activated its workflows. */
	starting: { status: 404, isReadable: false },
	/** From nginx, while n8n is down. */
	down: { status: 502, isReadable: false },
	/** From nginx, after n8n got the request and did not answer in time. */
	late: { status: 504, isReadable: false },
} as const;

export type N8nState = keyof typeof recorded;

interface State {
	/** The only shop that may ask. */
	shop: string;
	n8n: N8nState;
	/** Each event that n8n got, as often as it got it. */
	readonly received: JsonObject[];
	readonly questions: URLSearchParams[];
	/** The paths of all requests. */
	readonly requests: string[];
	/** Milliseconds until the webhook for events answers; Infinity for never. */
	delay: number;
	/** What the webhook for recommendations answers. */
	answer: ShopAnswer;
}

const initial = {
	shop: '',
	n8n: 'published' as const,
	delay: 0,
	answer: { status: 200, body: recommendations },
};

/** Answers in place of n8n, for one shop only, and keeps what it got. */
export async function openWebhooks() {
	const state: State = { ...initial, received: [], questions: [], requests: [] };
	const answer = ({ path, body }: ShopRequest): ShopAnswer => {
		state.requests.push(path);
		const { status, isReadable } = recorded[state.n8n];
		const headers = isReadable ? { 'access-control-allow-origin': state.shop } : {};
		if (path === '/webhook/kainic-shop-events') {
			if (['published', 'late'].includes(state.n8n))
				state.received.push(...(JSON.parse(body) as JsonObject[]));
			return { status, body: '', headers, delay: state.delay };
		}
		if (!isReadable) return { status, body: '', headers };
		state.questions.push(new URLSearchParams(body));
		return { ...state.answer, headers };
	};
	const server = await serve(answer);
	return Object.assign(state, server, {
		/** What Kainic gets: shop-events drops an event whose `event_id` it had before. */
		events: (): JsonObject[] =>
			state.received.filter(({ event_id: id }, index, all) => {
				return all.findIndex((each) => each['event_id'] === id) === index;
			}),
	});
}
